import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { image, starts } from './dockerfile-context.ts'

/** What a daemon of a package writes, with these files in the context. */
const writes = (name: string, command: string, files: Record<string, string> = {}, copy = '') =>
  starts(image(`FROM debian\nRUN apt-get update && apt-get install -y ${name}\n${copy}CMD ${command}\n`, files))

describe('daemons of distributions', () => {
  it('write where their packages say', () => {
    assert.deepEqual(writes('squid', '["squid", "-N"]'), [
      'runtime /run',
      'log /var/log/squid',
      'log /var/log/squid',
      'cache /var/spool/squid?',
    ])
    assert.deepEqual(writes('bind9', '["named", "-g"]'), ['runtime /run/named', 'cache /var/cache/bind'])
    assert.deepEqual(writes('varnish', '["varnishd", "-F"]'), ['cache /var/lib/varnish'])
    assert.deepEqual(writes('postfix', '["postfix", "start-fg"]'), ['data /var/spool/postfix', 'data /var/lib/postfix'])
    assert.deepEqual(writes('prometheus', '["prometheus"]'), ['data /var/lib/prometheus/metrics2'])
    assert.deepEqual(writes('influxdb', '["influxd"]'), ['data /var/lib/influxdb'])
  })

  it('built by hand, write in places that are not known', () => {
    const unread = (base: string, command: string) => image(`FROM ${base}\nRUN make install\nCMD ${command}\n`).start?.unread
    assert.deepEqual(unread('debian', '["squid", "-N"]'), [{ what: 'the configuration of squid' }])
    assert.deepEqual(unread('debian', '["rsync", "--daemon"]'), [{ what: 'files of clients', default: 'rsync.modules' }])
    assert.deepEqual(unread('debian', '["influxd"]'), [{ what: 'data of influxdb', default: 'influxdb.data' }])
    assert.deepEqual(unread('debian\nRUN apt-get install -y influxdb2', '["influxd"]'), [
      { what: 'data of influxdb', default: 'influxdb.data' },
    ])
    assert.deepEqual(unread('ubuntu/squid', '["squid", "-N"]'), [], 'the image brings squid')
  })

  it('with a default in the working directory write there, or nobody knows where', () => {
    const servers = '["sh", "-c", "redis-server & prometheus & etcd --name a"]'
    assert.deepEqual(starts(image(`FROM debian\nWORKDIR /srv\nCMD ${servers}\n`)), ['data /srv', 'data /srv/data', 'data /srv/a.etcd'])
    assert.deepEqual(starts(image(`FROM debian\nCMD ${servers}\n`)), ['data /', 'data /data', 'data /a.etcd'])
    assert.deepEqual(
      image(`FROM example/own\nCMD ${servers}\n`).start?.unread.map((each) => each.default),
      ['redis.dir', 'prometheus.data', 'etcd.data'],
    )
  })

  it('with a path that is not known are not wholly read', () => {
    const unread = (command: string) => image(`FROM debian\nARG A\nCMD ${command}\n`, {}, {}).start?.unread.map(({ what }) => what)
    assert.deepEqual(unread('gunicorn app:app --pid "$(cat /x)"'), ['pid file of gunicorn'])
    assert.deepEqual(unread('memcached -s "$(cat /x)"'), ['socket of memcached ($)'])
  })

  it('that keep all in memory write what options name', () => {
    assert.deepEqual(writes('memcached', '["memcached", "-m", "64"]'), [])
    assert.deepEqual(writes('memcached', '["memcached", "-s", "/run/m.sock", "-P", "/run/m.pid"]'), [
      'runtime /run/m.sock',
      'runtime /run/m.pid',
    ])
    assert.deepEqual(writes('beanstalkd', '["beanstalkd", "-b", "/var/lib/jobs"]'), ['data /var/lib/jobs'])
  })

  it('give their accounts what the package made for them, and may execute what they compile', () => {
    const made = image('FROM debian\nRUN apt-get install -y squid varnish\nCMD squid -N & varnishd -F\n').writes
    assert.ok(made.some(({ path, anyUser, mustExist }) => path === '/var/log/squid' && anyUser && mustExist))
    assert.ok(made.some(({ path, exec }) => path === '/var/lib/varnish' && exec))
  })
})
