/** `dockseal --help`: one screen. */
export const HELP = `dockseal: finds containers with a writable root filesystem, and seals them so that they still work

  dockseal [paths…]               lint files and folders (default: .); "-" reads standard input
  dockseal audit [container…|-]   lint running containers, or docker inspect JSON from "-" or a file
  dockseal prove [service…]       run a copy of the project sealed, and write the proof (prove --help)
  dockseal show [path|service]    effective settings, each with the line that set it
  dockseal explain <rule>         a rule's page
  dockseal rules [--cis 1.7]      the rules, or the controls of a benchmark with what covers them
  dockseal explain-plan <service> what a service must still write, why, and how sure that is
  dockseal plan <image>           the same for an image, and what to paste: --user, --env K=V, --mount PATH
  dockseal init [hook|workflow]   write a configuration, a pre-commit hook or a GitHub workflow
  dockseal init docker            make \`docker seal\` run dockseal
  dockseal lsp                    a language server for editors, on standard input and output

Fix       --fix                   fix the files          --fix-dry-run   show the changes only
          --diff                  show them, exit 1 if there are any (CI)
          --fix-confidence LEVEL  proved, observed, known, inferred (the default) or default
          --fix-degraded          even if something stops working
          --fix-stale-volumes     volumes over what an image changes at start (they keep its first files)
          --fix-into WHERE        definition (default) or override: which file of a Compose project
Output    -f, --format NAME       pretty, stylish, json, sarif, github, gitlab, gitlab-sast, junit,
                                  checkstyle, html, markdown, compact, unix, or an ESLint formatter
          -o, --output-file FILE  where the format before it goes; pairs can be repeated
          -q, --quiet             errors only, also for the exit code
Rules     --preset NAME           recommended, cis or strict
          --rule ID:LEVEL         off, info, warning or error
          -c, --config FILE       instead of the one found; --no-config for none
Files     -f A.yml -f B.yml       Compose files of one project, merged in order
          --stdin-filename NAME   what "-" is called, for one that its content does not tell
          --ignore-pattern GLOB   leave files out          --no-ignore    read ignored ones too
          --no-error-on-unmatched-pattern   allow no files
          --markdown              shell blocks in Markdown too
          --changed-since REF     only files that git says have changed
          --cache                 keep the results for a run that reads the same; --cache-location PATH,
                                  --cache-strategy content (default) or metadata
          --cwd DIR               run there
          --env-from-shell        let the environment set \${VARIABLES}
CI        --fail-on LEVEL         error, warning (default) or never
          --max-warnings N        fail on errors and on more than N warnings
          --baseline FILE         report only what is new; --update-baseline writes the file
          --strict-coverage       exit 2 when anything could not be read or resolved
Audit     -H, --host URL, --context NAME, --all-contexts, --watch, --report cis, --deep
          --evidence [NAME=]FILE  what Inspektor Gadget, kubescape or strace recorded
Other     --json for show, plan, explain-plan and rules, -v, --version, -h, --help

Exit code: 0 clean, 1 findings, 2 could not run or could not read everything
`
