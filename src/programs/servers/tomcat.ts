import { absolutePath } from '../../model/path.ts'
import type { ExecutedCommand } from '../../shell/executed-command.ts'
import { elementsIn, readXml } from '../../text/xml.ts'
import { type ServerReading, type ServerSurroundings, write } from './server-write.ts'

/** Tomcat unpacks each .war beside itself (unpackWARs); else an application that asks for the path of one of its files finds none. */
export function tomcat(_: ExecutedCommand, around: ServerSurroundings): readonly (ServerReading | undefined)[] {
  const home = '/usr/local/tomcat'
  const place = `${home}/conf/server.xml`
  const server = around.configuration(place)
  if (server === undefined) {
    const isUnread: readonly ServerReading[] = around.unseen(place) ? [{ unread: place }] : []
    return [...isUnread, unpackedWars(`${home}/webapps`, around)]
  }
  return [...elementsIn(readXml(server))].flatMap(({ name, attributes }): readonly (ServerReading | undefined)[] => {
    if (name === 'Host') {
      const isPacked = attributes.get('unpackWARs') === 'false'
      return [isPacked ? undefined : unpackedWars(absolutePath(attributes.get('appBase') ?? 'webapps', home) ?? '', around)]
    }
    // The image has `logs` for those without a directory of their own.
    const directory = /AccessLogValve$/.test(attributes.get('className') ?? '') ? attributes.get('directory') : undefined
    const path = directory === undefined ? undefined : absolutePath(directory, home)
    if (path === undefined || path === `${home}/logs`) return []
    const origin = around.lineOf(place, directory ?? '')
    return [
      /[$]/.test(path)
        ? { unread: `access log (${path})` }
        : { ...write(path, 'log', 'access log of tomcat'), ...(origin ? { origin } : {}) },
    ]
  })
}

function unpackedWars(webapps: string, around: ServerSurroundings): ServerReading | undefined {
  return around.glob(`${webapps}/*.war`).length === 0 ? undefined : write(webapps, 'scratch', 'unpacked WAR files')
}
