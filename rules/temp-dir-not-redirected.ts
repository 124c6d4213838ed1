import { defineRule } from '../src/lint/rule.ts'
import { directoryOf, type Image, type ImageWrite } from '../src/model/image.ts'
import { isWithin } from '../src/model/path.ts'
import { purposeOf, rootWrites } from './shared/image-writes.ts'

/** Variables that tell programs where to put temporary files and caches. */
const VARIABLES =
  /^(?:TMPDIR|TMP|TEMP|XDG_CACHE_HOME|PYTHONPYCACHEPREFIX|MPLCONFIGDIR|NUMBA_CACHE_DIR|npm_config_cache|NPM_CONFIG_CACHE|GOCACHE|YARN_CACHE_FOLDER|COMPOSER_CACHE_DIR|UV_CACHE_DIR|PIP_CACHE_DIR)$/

/** Variables for models that a program downloads: they are large, and a restart must not fetch them again. */
const MODELS = /^(?:HF_HOME|HF_HUB_CACHE|HUGGINGFACE_HUB_CACHE|TRANSFORMERS_CACHE|SENTENCE_TRANSFORMERS_HOME|TORCH_HOME)$/

/** An image's temporary files and caches go where a read-only container can write: /tmp, /run or a volume. */
export const tempDirNotRedirected = defineRule({
  id: 'temp-dir-not-redirected',
  meta: {
    title: 'Temporary files and caches go to /tmp or a volume',
    why: 'With a read-only root filesystem, these writes fail.',
    category: 'filesystem',
    severity: 'info',
    securitySeverity: '2.0',
    presets: ['strict'],
    messages: {
      writes:
        'The image writes temporary files to {{path}} when it starts ({{how}}). Point the program to /tmp{{setting}}, or link the directory there in the build.',
      models:
        '{{name}} sends downloaded models to {{path}}, which is not a volume. Add VOLUME {{path}} at the end, or download them in the build and set HF_HUB_OFFLINE=1.',
      variable: '{{name}} sends temporary files to {{path}}, which is neither below /tmp nor a volume. Set it to a directory below /tmp.',
    },
  },
  image(image, report, { base }) {
    const volumes = [...image.volumes.items.map(({ value }) => value), ...(base?.volumes ?? [])]
    const suits = (path: string) => ['/tmp', '/var/tmp', '/run', '/dev', ...volumes].some((directory) => isWithin(path, directory))
    const moved = image.environment.items.filter(
      ({ value }) => (VARIABLES.test(value.name) || MODELS.test(value.name)) && value.value.startsWith('/') && !suits(value.value),
    )
    for (const { value, origin } of moved)
      report({ messageId: MODELS.test(value.name) ? 'models' : 'variable', at: origin, data: { name: value.name, path: value.value } })
    for (const write of rootWrites(image, base)) {
      if (purposeOf(write) !== 'temporary' || isLinkedToTemporary(write, image)) continue
      // The variable that sends the write there is already reported.
      if (moved.some(({ value }) => isWithin(write.path, value.value))) continue
      report({ messageId: 'writes', at: write.origin, data: { path: write.path, how: write.how, setting: settingFor(write) } })
    }
  },
})

function isLinkedToTemporary(write: ImageWrite, image: Image): boolean {
  return image.writes.some(
    ({ when, leaves, path, linkTo }) =>
      when === 'build' && leaves === 'link' && path === directoryOf(write) && /^\/(?:tmp|run)/.test(linkTo ?? ''),
  )
}

/** The setting that moves the write, if there is one. */
function settingFor({ how }: ImageWrite): string {
  if (/^heartbeat files of gunicorn/.test(how)) return ' (--worker-tmp-dir /dev/shm)'
  if (/nginx/.test(how)) return ' (client_body_temp_path, proxy_temp_path and the like)'
  if (/JVM/.test(how)) return ' (-Djava.io.tmpdir)'
  return ''
}
