/** `dockseal prove --help`. */
export const PROVE_HELP = `dockseal prove: runs a copy of a Compose project, finds out what it writes, runs it read-only, and writes the proof

  dockseal prove                        every service of the project in this folder
  dockseal prove web db                 these services; what they depend on is started with them
  dockseal prove -f a.yml -f b.yml      the project of these files
  dockseal prove --check-only           one sealed run against dockseal-proof.yaml, for CI
  dockseal prove --clean                remove what a run that was killed has left

What happens
  The project runs under another name, beside your own copy: no fixed names, free ports on 127.0.0.1, new volumes and networks,
  copies of directories that are mounted writable. Your containers, volumes, networks and files are not touched.
  1. Writable   start, wait for health checks, look at ports, run your checks, stop, start again, look again, stop.
                Then dockseal reads what was written, also what was deleted again.
  2. Sealed     the same with a read-only root and the mounts that were found. What fails and says why is added and tried again,
                at most four times. What fails without saying why is run writable once more, so that a service that
                fails now and then is not blamed on the seal.
  3. Lean       mounts that nothing was seen to need are left out, if it works without them.
  dockseal-proof.yaml then says what each service needs. Commit it: every later run of dockseal uses it, without an engine.
  All of the trial is removed at the end, and on Ctrl-C.

Options
  --apply                     put what was proved into the Compose files at once
  --check COMMAND             must pass, run in this folder; COMPOSE_PROJECT_NAME and COMPOSE_FILE lead to the trial (docker compose
                              exec works), and DOCKSEAL_ADDRESS_WEB_80 is the address of port 80 of the service web
  --check-in SERVICE COMMAND  must pass in the service's container
  --for TIME                  let the services run so long in each phase (90s, 5m; default 2s): for what is written later
  --profile NAME              as with docker compose
  --with-data                 copy your volumes into the trial first (a database that runs may be copied in the middle of a write)
  --offline                   no network beyond the project
  --allow-host                start services that reach the host too (privileged, host network, devices, engine socket)
  --copy-limit SIZE           how large a directory may be that is mounted writable and has to be copied (default 512m)
  --keep-precautions          leave mounts in that nothing was seen to need
  --helper IMAGE              a small image with find and stat, through which written files are read (default: one that is present)
  --evidence [SERVICE=]FILE   what another tool recorded: ig run trace_open -o json, a kubescape profile, strace -f -e trace=%file
  --json                      one event a line
  -H, --host URL, --context NAME   another engine; files can be mounted only on this machine

Exit code: 0 every service is proved, 1 some are not (each with the reason), 2 could not run
`
