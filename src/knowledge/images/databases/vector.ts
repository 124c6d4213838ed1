import { defineImage } from '../../record.ts'

export const qdrant = defineImage({
  names: ['qdrant/qdrant'],
  user: [{ when: { tag: { matches: 'unprivileged' } }, use: '1000:1000' }, { use: 'root' }],
  inferred: true,
  writes: [
    { path: '/qdrant/storage', kind: 'data', what: 'collections', evidence: ['qdrant/qdrant Dockerfile @ 74f3e85b9'] },
    { path: '/qdrant/snapshots', kind: 'data', what: 'snapshots', evidence: ['qdrant/qdrant Dockerfile @ 74f3e85b9'] },
    { path: '/tmp', kind: 'scratch', what: 'uploads of snapshots', evidence: ['qdrant/qdrant config/config.yaml (temp_path)'] },
  ],
  settings: [
    {
      environment: { name: 'QDRANT_INIT_FILE_PATH', value: '/tmp/.qdrant-initialized' },
      why: 'it marks that it has started in a file beside the program',
      evidence: ['qdrant/qdrant-helm charts/qdrant/templates/statefulset.yaml (QDRANT_INIT_FILE_PATH)'],
    },
  ],
})

const WEAVIATE = ['weaviate/weaviate Dockerfile and usecases/config/environment.go (PERSISTENCE_DATA_PATH, ./data) @ adcffc543']
export const weaviate = defineImage({
  names: ['cr.weaviate.io/semitechnologies/weaviate', 'semitechnologies/weaviate'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'PERSISTENCE_DATA_PATH' }],
      kind: 'data',
      what: 'objects and indexes',
      absent: true,
      evidence: WEAVIATE,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: WEAVIATE },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})

const CHROMA = ['chroma-core/chroma rust/Dockerfile and rust/frontend/sample_configs/docker_single_node.yaml @ 93652ec08']
const CHROMA_OLD = ['chroma-core/chroma docs/mintlify/docs/overview/migration.mdx (/chroma/chroma became /data) @ 93652ec08']
export const chroma = defineImage({
  names: ['chromadb/chroma', 'ghcr.io/chroma-core/chroma'],
  inferred: true,
  writes: [
    {
      path: '/data',
      from: [{ env: 'PERSIST_DIRECTORY' }],
      kind: 'data',
      what: 'collections',
      when: { tag: { atLeast: '1' } },
      absent: true,
      evidence: [...CHROMA, ...CHROMA_OLD],
    },
    {
      path: '/chroma/chroma',
      from: [{ env: 'PERSIST_DIRECTORY' }],
      kind: 'data',
      what: 'collections',
      when: { any: [{ tag: { below: '1' } }, { mounted: '/chroma/chroma' }] },
      absent: true,
      evidence: CHROMA_OLD,
    },
    { path: '/tmp', kind: 'scratch', what: 'temporary files', evidence: CHROMA },
  ],
  gainsPrivileges: 'none',
  healthcheck: false,
})
