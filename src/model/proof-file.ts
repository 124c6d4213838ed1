/** Name of the file in which `dockseal prove` writes down what it proved, beside the Compose file. */
export const PROOF_FILE = 'dockseal-proof.yaml'
