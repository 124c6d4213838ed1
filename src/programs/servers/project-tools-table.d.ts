import type { ProjectTool } from './project-tools.ts'

/** The rows of `project-tools.yaml` by the names of tools, which the build reads (`.ci/tables.js`). */
export declare const projectTools: Readonly<Record<string, ProjectTool>>
