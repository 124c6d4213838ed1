/** Name of the file beside the Compose file in which `dockseal prove` records what it proved. */
export const PROOF_FILE = 'dockseal-proof.yaml'
