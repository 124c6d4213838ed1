import type { ImageRecord } from '../src/knowledge/record.ts'
import { groupBy } from '../src/model/maps.ts'
import { describeCondition } from '../src/plan/describe-condition.ts'
import type { PlanEntry } from '../src/plan/explain.ts'
import { escapeMarkup } from '../src/report/markup.ts'
import type { CatalogueEntry } from './catalogue.ts'
import { factList } from './documents.ts'
import { codeBlock, type Page, REPOSITORY, rootFrom } from './page.ts'
import { sourceHtml, sourceList } from './sources.ts'

/** What a category is called, where its folder's name does not say it. */
const CATEGORIES: Readonly<Record<string, string>> = { ai: 'AI' }

/** A page for each image, and the list of them. */
export function imagePages(entries: readonly CatalogueEntry[]): Page[] {
  const siblings = groupBy(entries, ({ category }) => category)
  return [imageList(siblings), ...entries.map((entry) => imagePage(entry, siblings.get(entry.category) ?? []))]
}

function titleOf(category: string): string {
  return CATEGORIES[category] ?? `${category.charAt(0).toUpperCase()}${category.slice(1).replaceAll('-', ' ')}`
}

/** How a plan ends, in two or three words, with the class that colours them. */
function outcome({ plan }: CatalogueEntry): { readonly kind: string; readonly text: string } {
  const open = plan.paths.filter(({ mount }) => mount.as !== 'covered').length
  switch (plan.ready) {
    case 'no':
      return { kind: 'error', text: 'not read-only' }
    case 'yes':
      return { kind: 'good', text: 'as it is' }
    case 'with-mounts':
      return { kind: 'good', text: open === 1 ? '1 mount' : `${open} mounts` }
    case 'unknown':
      return { kind: 'warning', text: 'base image' }
    default:
      return plan satisfies never
  }
}

function imageList(categories: ReadonlyMap<string, readonly CatalogueEntry[]>): Page {
  const sections = [...categories].map(([category, entries]) => {
    const items = entries.map((entry) => {
      const { kind, text } = outcome(entry)
      const href = entry.path.slice('images/'.length)
      return `<li data-words="${escapeMarkup(entry.names.join(' '))}"><a href="${href}">${escapeMarkup(entry.names[0])}</a> <span class="tag ${kind}">${text}</span></li>`
    })
    return `<section><h2 id="${category}">${titleOf(category)}</h2><ul class="images">${items.join('\n')}</ul></section>`
  })
  const count = [...categories.values()].reduce((sum, { length }) => sum + length, 0)
  const body = `<h1>Images</h1>
<p>What ${count} images, and families of images, must still write when their root filesystem is read-only. Each page says why, how sure that is,
and what to paste. It says what <code>dockseal plan IMAGE</code> says.</p>
<p class="filter" hidden><input type="search" data-filter aria-label="Show only images whose name contains" placeholder="Filter: postgres, home-assistant, bitnami …"> <output></output></p>
${sections.join('\n')}`
  const links = [...categories.keys()].map((category) => `<li><a href="#${category}">${titleOf(category)}</a></li>`)
  return {
    path: 'images/index.html',
    title: 'Images · dockseal',
    description: `What ${count} container images must still write with a read-only root filesystem.`,
    body,
    aside: { label: 'Kinds of images', html: `<h2>Kinds</h2><ul>${links.join('')}</ul>` },
  }
}

function imagePage(entry: CatalogueEntry, siblings: readonly CatalogueEntry[]): Page {
  const { names, path, image, words, record, category, snippets } = entry
  const [name, ...others] = names
  const isFamily = name.includes('*')
  const title = isFamily ? `${name}` : image
  const also =
    others.length === 0 ? '' : `<p class="dim">Also: ${others.map((each) => `<code>${escapeMarkup(each)}</code>`).join(', ')}</p>`
  const sections = words.sections.map(({ title: heading, entries }) => {
    const items = entries.map((each) => `<li>${entryHtml(each, heading === 'Notes')}</li>`)
    return `<h2>${heading}</h2>\n<ul class="paths">${items.join('\n')}</ul>`
  })
  const body = [
    `<h1>${escapeMarkup(title)}</h1>`,
    also,
    `<p class="verdict ${outcome(entry).kind}">${prose(sentence(words.verdict))}</p>`,
    words.record === undefined ? '' : `<p class="dim">${escapeMarkup(words.record)}.</p>`,
    isFamily
      ? `<p>This page is about every image of this name that has no page of its own; <code>${escapeMarkup(image)}</code> is its example.</p>`
      : '',
    ...(snippets ? [pasted(snippets)] : []),
    ...sections,
    dependsOn(record),
    about(entry),
    `<p class="dim">The same on your machine, with your tag and settings: <code>npx dockseal plan ${escapeMarkup(image)}:TAG --env NAME=VALUE --mount /path</code>. Without a tag, this page is about the newest version.</p>`,
  ]
  const root = rootFrom(path)
  const beside = siblings.map(
    (other) =>
      `<li><a href="${root}${other.path}"${other === entry ? ' aria-current="page"' : ''}>${escapeMarkup(other.names[0])}</a></li>`,
  )
  return {
    path,
    title: `${title} read-only · dockseal`,
    description: `${image} ${words.verdict}`,
    body: body.filter((part) => part !== '').join('\n'),
    aside: {
      label: titleOf(category),
      html: `<h2><a href="${root}images/index.html#${category}">${titleOf(category)}</a></h2><ul>${beside.join('')}</ul>`,
    },
  }
}

/** A text of a record, in which code stands between backticks. */
function prose(text: string): string {
  return escapeMarkup(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}

function entryHtml({ head, reasons, details }: PlanEntry, isText: boolean): string {
  if (isText) return prose(head)
  const [mount = '', ...rest] = head.split(' ')
  const named =
    rest.length > 0 && /^(?:tmpfs|volume)$/.test(mount)
      ? `<span class="tag">${mount}</span> <code>${escapeMarkup(rest.join(' '))}</code>`
      : `<code>${escapeMarkup(mount)}</code> ${escapeMarkup(rest.join(' '))}`
  const why = reasons.map(({ text, sources }) => `<p>${prose(text)}</p>${sourceList(sources)}`).join('')
  const more = details.map((detail) => `<p class="dim">${prose(detail)}</p>`).join('')
  return `<div>${named}</div>${why}${more}`
}

function pasted({ compose, run, kubernetes }: NonNullable<CatalogueEntry['snippets']>): string {
  const blocks = [
    ['Compose', compose, 'yaml'],
    ['docker run', run, 'sh'],
    ['Kubernetes', kubernetes, 'yaml'],
  ] as const
  const html = blocks.map(
    ([title, text, language], at) =>
      `<details name="snippet"${at === 0 ? ' open' : ''}><summary><h3>${title}</h3></summary>${codeBlock(text, language)}</details>`,
  )
  return `<h2>To paste</h2>\n<div class="snippets">${html.join('\n')}</div>`
}

/** What the record says only under a condition, which another tag or setting may meet. */
function dependsOn({ writes, obstacles = [], settings = [], notes = [] }: ImageRecord): string {
  const code = (text: string) => `<code>${escapeMarkup(text)}</code>`
  const items = [
    ...writes.flatMap(({ path, what, when, from }) => [
      ...(when && path !== undefined ? [`${code(path)} (${prose(what)}) is written ${escapeMarkup(describeCondition(when))}.`] : []),
      ...(from ?? []).flatMap(({ env, option }) => {
        const setting = env ?? option
        return setting === undefined
          ? []
          : [`${code(setting)} says where ${prose(what)}${path === undefined ? '' : ` (else ${code(path)})`} is.`]
      }),
    ]),
    ...obstacles.flatMap(({ when, why, effect, instead }) =>
      when
        ? [
            `${effect === 'fails' ? 'It cannot be made read-only' : 'Something stops working'} ${escapeMarkup(describeCondition(when))}: ${prose(why)}.${instead === undefined ? '' : ` Instead: ${prose(instead)}.`}`,
          ]
        : [],
    ),
    ...settings.flatMap(({ environment, when, why }) =>
      when
        ? [`${code(`${environment.name}=${environment.value}`)} is needed ${escapeMarkup(describeCondition(when))}: ${prose(why)}.`]
        : [],
    ),
    ...notes.flatMap(({ when, text }) =>
      when ? [`${escapeMarkup(sentence(describeCondition(when)).slice(0, -1))}: ${prose(text)}.`] : [],
    ),
  ]
  return items.length === 0 ? '' : `<h2>It depends</h2>\n<ul>${items.map((item) => `<li>${item}</li>`).join('\n')}</ul>`
}

/** Facts about the image that other rules use, and where the record is. */
function about({ plan: { knowledge }, words, file }: CatalogueEntry): string {
  if (!knowledge) return ''
  const { user, dropsTo, capabilities, gainsPrivileges, volumes, healthcheck, checked, precautions } = knowledge
  const codes = (list: readonly string[]) => list.map((each) => `<code>${escapeMarkup(each)}</code>`).join(', ')
  const facts = [
    ...(checked === undefined ? [] : [['Checked', checked]]),
    ...(user === undefined ? [] : [['Starts as', `${codes([user])}${dropsTo === undefined ? '' : `, then runs as ${codes([dropsTo])}`}`]]),
    ...(volumes.length === 0 ? [] : [['Declares volumes', codes(volumes)]]),
    ...(capabilities === undefined
      ? []
      : [['Needs with cap_drop: ALL', capabilities.length === 0 ? 'no capability' : codes(capabilities)]]),
    ...(gainsPrivileges === undefined
      ? []
      : [['Runs with no-new-privileges', gainsPrivileges === 'none' ? 'yes' : `no: ${escapeMarkup(gainsPrivileges)}`]]),
    ...(healthcheck === undefined ? [] : [['Has a HEALTHCHECK', healthcheck ? 'yes' : 'no']]),
    ['Record', `<a href="${REPOSITORY}/blob/main/${file}">${escapeMarkup(file.split('/').slice(-2).join('/')).replace('/', '/<wbr>')}</a>`],
  ]
  const evidence =
    words.evidence.length === 0
      ? ''
      : `<h3>Sources of the record</h3><ul>${words.evidence.map((each) => `<li>${sourceHtml(each)}</li>`).join('')}</ul>`
  const unneeded =
    precautions.length === 0
      ? ''
      : `<h3>Often mounted, not needed</h3><ul>${precautions.map(({ path, why }) => `<li>${codes([path])}: ${prose(why)}</li>`).join('')}</ul>`
  return `<h2>About the image</h2>\n${factList(facts)}${unneeded}${evidence}`
}
