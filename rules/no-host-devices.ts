import { defineRule } from '../src/lint/rule.ts'
import { deviceGrant } from './shared/devices.ts'

export const noHostDevices = defineRule({
  id: 'no-host-devices',
  meta: {
    title: 'No container has a device of the host',
    why: 'A device gives the container direct access to hardware of the host, or to the kernel behind it.',
    category: 'isolation',
    cis: { upTo15: '5.17', from16: '5.18' },
    severity: 'error',
    securitySeverity: '7.9',
    presets: ['recommended', 'cis', 'strict'],
    messages: {
      dangerous: 'Device {{device}} is available to {{noun}} "{{name}}", which lets it {{lets}}. Remove it, or do the task on the host.',
      device:
        'Device {{device}} is available to {{noun}} "{{name}}", which lets it {{lets}}. Keep it only if the program needs it{{narrow}}.',
    },
  },
  container(container, report) {
    for (const { value: device, origin } of container.security.devices.items) {
      const grant = deviceGrant(device.host)
      if (!grant) continue
      const narrow = device.permissions.includes('m') ? ', and without the right to make device files (rw instead of rwm)' : ''
      report({
        messageId: grant.severity === 'info' ? 'device' : 'dangerous',
        at: origin,
        severity: grant.severity,
        data: { device: device.host, lets: grant.lets, narrow },
      })
    }
  },
})
