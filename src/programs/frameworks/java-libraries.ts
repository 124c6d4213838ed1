import type { WriteKind } from '../../model/write-kind.ts'
import { java } from './java-table.js'

/** A library whose presence alone says what is written, or that its own settings do, which are not read. */
export interface JavaLibrary {
  /** Artifact ids. */
  readonly names: RegExp
  /** `tmp`, or below the home directory (`~`). Absent: where it writes is not known. */
  readonly path?: string
  readonly kind?: WriteKind
  readonly how: string
  /** It unpacks native code in the temporary directory and loads it there, which a tmpfs must allow. */
  readonly exec?: true
}

/** The libraries that are known. */
export const JAVA_LIBRARIES: readonly JavaLibrary[] = java.libraries.map((row) => ({ ...row, names: new RegExp(row.names) }))

/** What code says that writes at places which are not read here, and why that is unknown. */
export const CODE_SIGNS = java.code.map(({ sign, why }) => ({ sign: new RegExp(sign), why }))

/** The address of a database that is a file, and the path in it. */
export const DATABASE = { accepts: new RegExp(java.database.accepts), strips: new RegExp(java.database.strips) }

/** Settings that a server gives, which nobody sees here (docs.spring.io, "Spring Cloud Config Client"). */
export const SETTINGS_SERVERS =
  /^(?:spring-cloud-starter-(?:config|consul-config|alibaba-nacos-config|kubernetes-.*config)|spring-cloud-config-client|nacos-config-spring-boot-starter|apollo-client|quarkus-config-consul)$/

/** A setting that says where something is written. */
export interface PlaceSetting {
  /** The first that is set counts. */
  readonly keys: readonly string[]
  readonly kind: WriteKind
  readonly leaves: 'file' | 'below'
  readonly how: string
  /** It writes only if this key has the value `true`. */
  readonly when?: string
  /** Where it writes if nothing is set; absent: nowhere. */
  readonly fallback?: string
  /** A key with the base of relative paths; absent: the working directory. */
  readonly base?: string
}

/** The settings that are known. */
export const PLACE_SETTINGS: readonly PlaceSetting[] = java.places
