/** One control of the CIS Docker Benchmark, in our own words. */
export interface CisControlEntry {
  /** Its number from v1.6 on. */
  readonly from16: string
  /** Its number in v1.2 to v1.5; absent for a control that v1.6 added. */
  readonly upTo15?: string
  /** What it wants, without a full stop. */
  readonly title: string
  /** Profile: 1 for everyone, 2 for where more defence is worth more effort. */
  readonly level: 1 | 2
  /** Why a container's settings cannot decide it, and what to check; absent if rules decide it. */
  readonly manual?: string
  /** The rules that decide it, if other rules name its number too; absent: every rule that names it. */
  readonly decidedBy?: readonly string[]
}

/**
 * Sections 4 (images and build files) and 5 (container runtime) of the benchmark. v1.6 added swarm mode as 5.1, so every later number of
 * section 5 moved by one. The rules whose meta names its number decide a control; a control without such a rule says here why.
 * Sources for numbers and profiles: the benchmark's tables of contents and docker-bench-security.
 */
const CONTROLS: readonly Omit<CisControlEntry, 'upTo15'>[] = [
  { from16: '4.1', title: 'The image has a user of its own, and the container does not run as root', level: 1 },
  {
    from16: '4.2',
    title: 'Base images come from sources that you trust',
    level: 1,
    manual: 'Trust is a decision of yours: compare the base images with your list of approved ones.',
  },
  {
    from16: '4.3',
    title: 'Images hold no packages that they do not need',
    level: 1,
    manual: 'What is needed is known to the maintainers: list the packages inside (`apk info`, `dpkg -l`, `rpm -qa`) and ask.',
  },
  {
    from16: '4.4',
    title: 'Images are scanned, and rebuilt when fixes come out',
    level: 1,
    manual: 'It is a process, not a setting: see that a scanner runs and that images are rebuilt without cache.',
  },
  {
    from16: '4.5',
    title: 'Signatures of images are checked when they are pulled',
    level: 2,
    manual: 'It is set where images are pulled: `DOCKER_CONTENT_TRUST=1`, or a policy that verifies signatures.',
  },
  {
    from16: '4.6',
    title: 'Images come with a health check',
    level: 1,
    manual: 'Of the image, not of the container: `docker inspect --format "{{.Config.Healthcheck}}" IMAGE`. 5.27 looks at containers.',
  },
  {
    from16: '4.7',
    title: 'Package lists are not refreshed in a build step of their own',
    level: 1,
    manual: 'Look in the Dockerfile for an `update` that is not in one RUN with its `install`.',
  },
  {
    from16: '4.8',
    title: 'Programs in images do not carry set-user-id or set-group-id bits without need',
    level: 2,
    manual: 'It needs the files of the image: `find / -perm /6000 -type f`. `no-new-privileges` (5.26) takes away their effect.',
  },
  {
    from16: '4.9',
    title: 'Dockerfiles use COPY, not ADD',
    level: 1,
    manual: 'Look in the Dockerfile for ADD, or for its traces in `docker history`.',
  },
  {
    from16: '4.10',
    title: 'Dockerfiles hold no secrets',
    level: 1,
    manual: 'Read the Dockerfile and `docker history --no-trunc`: passwords and keys there stay in the image for good.',
  },
  {
    from16: '4.11',
    title: 'Only packages with a verified origin are installed',
    level: 2,
    manual: 'Read the Dockerfile: package signatures must be checked, and downloads compared with a known hash.',
  },
  {
    from16: '4.12',
    title: 'Signatures of artifacts are validated before they are published',
    level: 1,
    manual: 'It happens in the pipeline that publishes: see that it verifies every signature.',
  },
  {
    from16: '5.1',
    title: 'Swarm mode is off where it is not needed',
    level: 1,
    manual: 'Whether it is needed is known to you: `docker info --format "{{.Swarm.LocalNodeState}}"`.',
  },
  { from16: '5.2', title: 'An AppArmor profile is in force, where the host has AppArmor', level: 1 },
  { from16: '5.3', title: 'SELinux separates the container, where the host has SELinux', level: 2 },
  { from16: '5.4', title: 'Kernel capabilities are cut to what is needed', level: 1 },
  { from16: '5.5', title: 'No container is privileged', level: 1 },
  { from16: '5.6', title: 'Sensitive directories of the host are not mounted', level: 1 },
  {
    from16: '5.7',
    title: 'No SSH server runs inside',
    level: 1,
    manual: 'It needs the list of processes: `docker top CONTAINER` must show no sshd.',
  },
  { from16: '5.8', title: 'No privileged port of the host is mapped without need', level: 1 },
  {
    from16: '5.9',
    title: 'Only ports that are needed are open',
    level: 1,
    manual: 'What is needed is known to you: compare `docker ps --format "{{.Names}}: {{.Ports}}"` with it.',
  },
  { from16: '5.10', title: "The host's network namespace is not shared", level: 1 },
  { from16: '5.11', title: 'Memory is limited', level: 1 },
  { from16: '5.12', title: 'CPU time is limited or weighted', level: 1 },
  {
    from16: '5.13',
    title: 'The root filesystem is read-only',
    level: 1,
    // `undeclared-writable-path` names it too, but reports containers that are already read-only, which pass the benchmark.
    decidedBy: ['read-only-root-filesystem'],
  },
  { from16: '5.14', title: 'Published ports are bound to one interface of the host', level: 1 },
  { from16: '5.15', title: 'Restarts after a failure are bounded', level: 1 },
  { from16: '5.16', title: "The host's process namespace is not shared", level: 1 },
  { from16: '5.17', title: "The host's IPC namespace is not shared", level: 1 },
  { from16: '5.18', title: 'Devices of the host are not handed in', level: 1 },
  { from16: '5.19', title: 'Resource limits (ulimits) are set where the default does not fit', level: 1 },
  { from16: '5.20', title: 'Mounts do not propagate back to the host', level: 1 },
  { from16: '5.21', title: "The host's UTS namespace is not shared", level: 1 },
  { from16: '5.22', title: 'The seccomp filter is not switched off', level: 1 },
  {
    from16: '5.23',
    title: 'Nobody enters containers by `docker exec --privileged`',
    level: 2,
    manual: 'It is an act, not a setting: search the audit log of the host for it.',
  },
  {
    from16: '5.24',
    title: 'Nobody enters containers by `docker exec --user root`',
    level: 2,
    manual: 'It is an act, not a setting: search the audit log of the host for it.',
  },
  { from16: '5.25', title: "Containers stay in the engine's own control group", level: 1 },
  { from16: '5.26', title: 'Processes cannot gain privileges', level: 1 },
  { from16: '5.27', title: 'Health is checked while the container runs', level: 1 },
  { from16: '5.28', title: 'It is known which version of the image runs, and that it is current', level: 1 },
  { from16: '5.29', title: 'The number of processes is limited', level: 1 },
  { from16: '5.30', title: 'The default bridge network is not used', level: 2 },
  { from16: '5.31', title: "The host's user namespace is not shared", level: 1 },
  { from16: '5.32', title: "The engine's socket is not mounted", level: 1 },
]

/** The number before v1.6, which put swarm mode in as 5.1. */
function numberUpTo15(from16: string): Pick<CisControlEntry, 'upTo15'> {
  const [section, number] = from16.split('.').map(Number)
  if (section !== 5 || number === undefined) return { upTo15: from16 }
  return number === 1 ? {} : { upTo15: `5.${number - 1}` }
}

export const CIS_CONTROLS: readonly CisControlEntry[] = CONTROLS.map((control) => ({ ...control, ...numberUpTo15(control.from16) }))
