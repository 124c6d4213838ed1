import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apparmorEnabled } from '../rules/apparmor-enabled.ts'
import { dropCapabilities } from '../rules/drop-capabilities.ts'
import { noDangerousCapabilities } from '../rules/no-dangerous-capabilities.ts'
import { noNewPrivileges } from '../rules/no-new-privileges.ts'
import { noPrivileged } from '../rules/no-privileged.ts'
import { noRootUser } from '../rules/no-root-user.ts'
import { seccompEnabled } from '../rules/seccomp-enabled.ts'
import { selinuxSeparation } from '../rules/selinux-separation.ts'
import { LIVE } from '../src/live/inspect.ts'
import { blankImage } from '../src/model/blank-image.ts'
import { UNSET, unknown } from '../src/model/fact.ts'
import type { Image } from '../src/model/image.ts'
import { bind, container, fact, ids, incomplete, judge, knowledge, listOf, place } from './container-builder.ts'

const withOptions = (...options: string[]) => container({ security: { options: listOf(...options) } })
const privileged = { privileged: fact(true) }

test('no-privileged judges what is set and nothing else', () => {
  const subject = container({ security: privileged })
  const [finding] = judge(noPrivileged, subject)
  assert.equal(finding?.severity, 'error')
  assert.equal(finding?.at, subject.security.privileged.state === 'set' && subject.security.privileged.origin)
  assert.match(finding?.message ?? '', /Remove privileged: true and/)
  for (const state of [UNSET, fact(false), unknown('${P}')]) {
    assert.deepEqual(ids(noPrivileged, container({ security: { privileged: state } })), [])
  }
})

test('drop-capabilities: ALL in every spelling, or all of the default set one by one, is silent', () => {
  for (const spelling of ['ALL', 'all', 'CAP_ALL']) {
    assert.deepEqual(ids(dropCapabilities, container({ security: { capDrop: listOf(spelling) } })), [], spelling)
  }
  const each = 'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'
  assert.deepEqual(ids(dropCapabilities, container({ security: { capDrop: listOf(...each.split(' ')) } })), [])
})

test('drop-capabilities: nothing is concluded from an absence in an incomplete list, nor in privileged mode', () => {
  assert.deepEqual(ids(dropCapabilities, container()), ['missing'])
  assert.deepEqual(ids(dropCapabilities, container({ security: { capDrop: listOf('NET_RAW') } })), ['partial'])
  assert.deepEqual(ids(dropCapabilities, container({ security: { capDrop: incomplete() } })), [])
  assert.deepEqual(ids(dropCapabilities, container({ security: privileged })), [])
  assert.deepEqual(ids(dropCapabilities, container({ security: { privileged: unknown('${P}') } })), [])
})

test('drop-capabilities gives back what the record of the image says, and no fix without a record', () => {
  const nginx = knowledge({ record: 'nginx', capabilities: ['CHOWN', 'SETUID', 'SETGID'], user: 'root' })
  assert.equal(judge(dropCapabilities, container())[0]?.fix, undefined)
  assert.equal(judge(dropCapabilities, container(), { knowledge: knowledge() })[0]?.fix, undefined)
  const [finding] = judge(dropCapabilities, container({ security: { capAdd: listOf('cap_chown') } }), { knowledge: nginx })
  assert.deepEqual(finding?.fix?.intents, [
    { do: 'drop-capability', capability: 'ALL' },
    { do: 'add-capability', capability: 'KILL' },
    { do: 'add-capability', capability: 'SETGID' },
    { do: 'add-capability', capability: 'SETUID' },
  ])
  assert.equal(finding?.fix?.applicability, 'plan')
  assert.equal(finding?.fix?.confidence, 'known')
})

test('drop-capabilities: root that reads files bound in from the host keeps DAC_OVERRIDE, another user does not', () => {
  const known = knowledge({ capabilities: [], user: 'root' })
  const added = (subject: ReturnType<typeof container>, record = known) =>
    judge(dropCapabilities, subject, { knowledge: record })[0]?.fix?.intents.slice(1)
  const mounts = listOf(bind('/srv/data', '/data'))
  assert.deepEqual(added(container({ mounts })), [{ do: 'add-capability', capability: 'DAC_OVERRIDE' }])
  assert.deepEqual(added(container({ mounts: incomplete() })), [{ do: 'add-capability', capability: 'DAC_OVERRIDE' }])
  assert.deepEqual(added(container({ mounts, user: fact('1000') })), [])
  assert.deepEqual(added(container({ mounts }), knowledge({ capabilities: [], user: '101' })), [])
  assert.deepEqual(added(container()), [])
})

test('drop-capabilities: who gives files away may touch them again where they outlive the container', () => {
  const names = (subject: ReturnType<typeof container>, more: Parameters<typeof knowledge>[0]) =>
    judge(dropCapabilities, subject, { knowledge: knowledge({ capabilities: ['CHOWN', 'SETUID'], dropsTo: 'app', ...more }) })[0]
      ?.fix?.intents.slice(1)
      .map((intent) => ('capability' in intent ? intent.capability : ''))
  const volume = { type: 'volume', name: 'data', target: '/data', readOnly: false, form: 'short' } as const
  assert.deepEqual(names(container(), {}), ['CHOWN', 'SETUID'])
  assert.deepEqual(names(container({ mounts: listOf(volume) }), {}), ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID'])
  assert.deepEqual(names(container(), { volumes: ['/data'] }), ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID'])
  assert.deepEqual(names(container({ user: fact('1000'), mounts: listOf(volume) }), {}), ['CHOWN', 'SETUID'])
})

test('drop-capabilities: another entrypoint or a mere base image is left to a person', () => {
  const known = knowledge({ capabilities: [] })
  const applicability = (subject: ReturnType<typeof container>, record = known) =>
    judge(dropCapabilities, subject, { knowledge: record })[0]?.fix?.applicability
  assert.equal(applicability(container({ entrypoint: fact(['/custom.sh']) })), 'manual')
  assert.equal(applicability(container(), knowledge({ capabilities: [], match: 'base' })), 'manual')
  assert.equal(applicability(container(), knowledge({ capabilities: [], match: 'family' })), 'plan')
})

test('no-dangerous-capabilities: tiers decide the severity, the default set is silent', () => {
  const subject = container({
    security: {
      capAdd: listOf('SYS_ADMIN', 'cap_net_admin', 'Sys_Time', 'AUDIT_READ', 'CHOWN', 'NET_BIND_SERVICE', 'IPC_LOCK', 'ALL', 'NOT_ONE'),
    },
  })
  assert.deepEqual(
    judge(noDangerousCapabilities, subject).map(({ messageId, severity }) => `${messageId} ${severity}`),
    ['host error', 'wide warning', 'wide warning', 'wide info', 'host error'],
  )
  assert.deepEqual(ids(noDangerousCapabilities, container({ security: { ...privileged, capAdd: listOf('SYS_ADMIN') } })), [])
})

test('no-dangerous-capabilities: SYS_PTRACE is the host when its processes are visible', () => {
  const capAdd = listOf('SYS_PTRACE')
  assert.equal(judge(noDangerousCapabilities, container({ security: { capAdd } }))[0]?.severity, 'warning')
  assert.equal(judge(noDangerousCapabilities, container({ security: { capAdd }, namespaces: { pid: fact('host') } }))[0]?.severity, 'error')
})

test('no-new-privileges: every spelling that the engines accept is silent', () => {
  for (const option of [
    'no-new-privileges',
    'no-new-privileges:true',
    'no-new-privileges=true',
    'no-new-privileges=1',
    'no-new-privileges:T',
  ]) {
    assert.deepEqual(ids(noNewPrivileges, withOptions('label=type:x', option)), [], option)
  }
})

test('no-new-privileges: false is reported where it stands, and the last one wins', () => {
  const subject = withOptions('no-new-privileges:true', 'no-new-privileges:false')
  const [finding] = judge(noNewPrivileges, subject)
  assert.equal(finding?.messageId, 'disabled')
  assert.equal(finding?.at, subject.security.options.items[1]?.origin)
  assert.equal(finding?.fix, undefined)
  assert.deepEqual(ids(noNewPrivileges, withOptions('no-new-privileges=false', 'no-new-privileges')), [])
})

test('no-new-privileges: absence is reported at the container, but not where it cannot be seen or said', () => {
  const subject = withOptions('seccomp=unconfined')
  assert.equal(judge(noNewPrivileges, subject)[0]?.at, subject.origin)
  assert.deepEqual(ids(noNewPrivileges, container({ security: { options: incomplete() } })), [])
  assert.deepEqual(ids(noNewPrivileges, container({ swarm: true })), [])
  assert.equal(judge(noNewPrivileges, container({ oneOff: true }))[0]?.severity, 'info')
})

test('no-new-privileges: the fix is safe only where the record says that nothing gains privileges', () => {
  const fix = (subject = container(), gainsPrivileges?: string) =>
    judge(noNewPrivileges, subject, gainsPrivileges === undefined ? {} : { knowledge: knowledge({ gainsPrivileges }) })[0]
  assert.equal(fix(container(), 'none')?.fix?.applicability, 'safe')
  assert.equal(fix()?.fix?.applicability, 'plan')
  assert.equal(fix()?.fix?.confidence, 'default')
  assert.equal(fix(container({ command: fact(['sh', '-c', 'sudo -u app server']) }))?.fix?.applicability, 'manual')
  assert.equal(fix(container({ command: fact(['server', '--resume', 'result']) }))?.fix?.applicability, 'plan')
  const needed = fix(container(), 'sudo for its updater')
  assert.equal(needed?.messageId, 'needed')
  assert.equal(needed?.fix, undefined)
})

test('seccomp, AppArmor and SELinux: only switching off is reported, at the option', () => {
  for (const [rule, off, on] of [
    [seccompEnabled, ['seccomp:unconfined', 'seccomp=unconfined'], ['seccomp=./profile.json', 'seccomp:builtin', 'apparmor=unconfined']],
    [apparmorEnabled, ['apparmor:unconfined', 'apparmor=unconfined'], ['apparmor=docker-nginx', 'seccomp=unconfined']],
    [
      selinuxSeparation,
      ['label=disable', 'label:disable', 'disable', 'label=type:spc_t'],
      ['label=level:s0:c1,c2', 'label=type:svirt_apache_t', 'label=user:USER'],
    ],
  ] as const) {
    for (const option of off) {
      const subject = withOptions('no-new-privileges', option)
      assert.deepEqual(
        judge(rule, subject).map(({ at }) => at),
        [subject.security.options.items[1]?.origin],
        option,
      )
      assert.deepEqual(ids(rule, container({ security: { ...privileged, options: listOf(option) } })), [], `privileged with ${option}`)
    }
    for (const option of on) assert.deepEqual(ids(rule, withOptions(option)), [], option)
    assert.deepEqual(ids(rule, container()), [])
  }
})

test('no-root-user: an explicit root in every spelling, and no other user', () => {
  for (const user of ['root', '0', '0:0', 'root:root', '0:1000', '00']) {
    assert.deepEqual(ids(noRootUser, container({ user: fact(user) })), ['explicit'], user)
  }
  for (const user of ['1000', '1000:0', 'www-data:root', 'rootless', 'nobody']) {
    assert.deepEqual(ids(noRootUser, container({ user: fact(user) })), [], user)
  }
  assert.deepEqual(ids(noRootUser, container({ user: unknown('${UID}') })), [])
})

test('no-root-user: the default user of an image counts where it is known', () => {
  const root = knowledge({ user: 'root' })
  assert.deepEqual(ids(noRootUser, container()), [])
  assert.equal(judge(noRootUser, container(), { knowledge: root })[0]?.severity, 'info')
  assert.deepEqual(ids(noRootUser, container(), { knowledge: knowledge({ user: 'root', dropsTo: 'postgres' }) }), [])
  assert.deepEqual(ids(noRootUser, container(), { knowledge: knowledge({ user: 'root', capabilities: ['SETGID', 'SETUID'] }) }), [])
  assert.deepEqual(ids(noRootUser, container(), { knowledge: knowledge({ user: '101' }) }), [])
  assert.deepEqual(ids(noRootUser, container({ user: fact('1000') }), { knowledge: root }), [])
  const build = fact({ context: '/project', args: {} })
  assert.deepEqual(ids(noRootUser, container({ build }), { knowledge: root }), [], 'judged at its Dockerfile')
})

test('no-root-user and drop-capabilities name an image as it is written, not after the first name of its record', () => {
  const kin = knowledge({ record: 'alpine', image: 'ubuntu', user: 'root', capabilities: ['CHOWN'] })
  assert.match(judge(noRootUser, container(), { knowledge: kin })[0]?.message ?? '', / \(ubuntu\) runs as root/)
  assert.match(judge(noRootUser, container({ name: 'ubuntu' }), { knowledge: kin })[0]?.message ?? '', /"ubuntu" runs as root/)
  assert.match(judge(dropCapabilities, container(), { knowledge: kin })[0]?.message ?? '', /for what ubuntu does at its start/)
})

test('no-root-user: a live image tells its user itself', () => {
  const image = (user: Image['user'], origin: Image['origin']): Image => ({ ...blankImage(origin), user })
  const live = { kind: 'live', id: 'sha256:1', path: 'Config.User' } as const
  const subject = container({ dialect: LIVE })
  assert.deepEqual(ids(noRootUser, subject, { image: image(UNSET, live) }), ['image'])
  assert.deepEqual(ids(noRootUser, subject, { image: image({ state: 'set', value: '0', origin: live }, live) }), ['image'])
  assert.deepEqual(ids(noRootUser, subject, { image: image({ state: 'set', value: '999', origin: live }, live) }), [])
  assert.deepEqual(ids(noRootUser, subject, { image: image(unknown('?'), live) }), [])
  assert.deepEqual(ids(noRootUser, subject, { image: image(UNSET, place('/project/Dockerfile')) }), [])
})
