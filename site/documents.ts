import { readFileSync } from 'node:fs'
import { rules } from '../rules/index.ts'
import type { Rule } from '../src/lint/rule.ts'
import { escapeMarkup } from '../src/report/markup.ts'
import { type Heading, renderMarkdown } from './markdown.ts'
import { type Page, rootFrom } from './page.ts'

/** Files of the repository that are pages of their own, beside the README and the rules. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  'integrations/README.md': 'integrations.html',
  'editors/README.md': 'editors.html',
  'CHANGELOG.md': 'changelog.html',
  '.github/CONTRIBUTING.md': 'contributing.html',
  '.github/SECURITY.md': 'security.html',
}

const CATEGORIES: Readonly<Record<Rule['meta']['category'], string>> = {
  filesystem: 'Filesystem',
  privilege: 'Privilege',
  isolation: 'Isolation',
  resources: 'Resources',
  network: 'Network',
  'supply-chain': 'Supply chain',
  secrets: 'Secrets',
  observability: 'Observability',
}

/** The page of a rule, below the site. */
export function rulePath(id: string): string {
  return `rules/${id}.html`
}

/** The page for a file of the repository, where there is one. */
function pageOf(file: string): string | undefined {
  if (file === 'README.md') return 'index.html'
  if (file === 'rules/README.md') return 'rules/index.html'
  const rule = /^rules\/([\w-]+)\.md$/.exec(file)?.[1]
  return rule === undefined ? DOCUMENTS[file] : rulePath(rule)
}

/** The pages made of the repository's own documents: README, rules, and the others. */
export function documentPages(): Page[] {
  return [home(), ruleList(), ...rules.map(rulePage), ...Object.keys(DOCUMENTS).map(document)]
}

function home(): Page {
  const path = 'index.html'
  const { html, headings } = renderMarkdown(readFileSync('README.md', 'utf8'), 'README.md', path, pageOf)
  const ways = [
    ['images/index.html', 'Look up an image'],
    ['rules/index.html', 'Browse the rules'],
  ]
  const buttons = ways.map(([to, name]) => `<a class="button" href="${to}">${name}</a>`).join('')
  return {
    path,
    title: 'dockseal: read-only containers that still work',
    description: 'Finds containers with a writable root filesystem, and makes it read-only so that the service still works.',
    // The buttons come below the first paragraph; the pictures are among the site's own.
    body: html.replace('</p>\n', () => `</p>\n<p class="buttons">${buttons}</p>\n`).replaceAll('=".github/images/', '="assets/'),
    aside: contents(headings),
  }
}

function document(file: string): Page {
  const path = pageOf(file) ?? file
  const { html, headings } = renderMarkdown(readFileSync(file, 'utf8'), file, path, pageOf)
  const title = headings[0]?.text ?? file
  return { path, title: `${title} · dockseal`, description: `${title} of dockseal.`, body: html, aside: contents(headings) }
}

function ruleList(): Page {
  const path = 'rules/index.html'
  const { html } = renderMarkdown(readFileSync('rules/README.md', 'utf8'), 'rules/README.md', path, pageOf)
  return { path, title: 'Rules · dockseal', description: `The ${rules.length} rules of dockseal, with their CIS controls.`, body: html }
}

function rulePage(rule: Rule): Page {
  const { id, meta } = rule
  const path = rulePath(id)
  const { html } = renderMarkdown(readFileSync(`rules/${id}.md`, 'utf8'), `rules/${id}.md`, path, pageOf)
  const facts = [
    ['Severity', `<span class="tag ${meta.severity}">${meta.severity}</span>`],
    ['Presets', meta.presets.join(', ')],
    ['CIS Docker Benchmark', meta.cis ? `${meta.cis.upTo15} (up to v1.5), ${meta.cis.from16} (from v1.6)` : '–'],
    ['Fixed by --fix', meta.fixable ? 'yes' : 'no'],
    ...(meta.needs === 'engine' ? [['Judges', 'running containers only']] : []),
  ]
  return {
    path,
    title: `${id} · dockseal`,
    description: `${meta.title}.`,
    body: html.replace('</h1>\n', () => `</h1>\n${factList(facts)}`),
    aside: { label: 'Rules', html: rulesByCategory(rule, rootFrom(path)) },
  }
}

/** Names with HTML values. */
export function factList(facts: readonly (readonly (string | undefined)[])[]): string {
  return `<dl class="facts">${facts.map(([name = '', value = '']) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>\n`
}

function rulesByCategory(current: Rule, root: string): string {
  return Object.entries(CATEGORIES)
    .map(([category, title]) => {
      const links = rules
        .filter(({ meta }) => meta.category === category)
        .map(({ id }) => `<li><a href="${root}${rulePath(id)}"${id === current.id ? ' aria-current="page"' : ''}>${id}</a></li>`)
      return `<h2>${title}</h2><ul>${links.join('')}</ul>`
    })
    .join('')
}

function contents(headings: readonly Heading[]): NonNullable<Page['aside']> {
  const links = headings
    .filter(({ depth }) => depth === 2)
    .map(({ text, anchor }) => `<li><a href="#${anchor}">${escapeMarkup(text)}</a></li>`)
  return { label: 'On this page', html: `<h2>On this page</h2><ul>${links.join('')}</ul>` }
}
