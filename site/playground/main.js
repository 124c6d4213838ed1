// The page: lints what is typed, and shows findings, plan and fixed files.
import { structuredPatch } from 'diff'
import { fix, lint, rulePageUrl } from '../../src/browser/index.ts'
import { confidenceWords } from '../../src/model/confidence-words.ts'
import { planRows } from '../../src/report/plan-rows.ts'
import { indexLines } from '../../src/text/line-index.ts'
import { makeEditor } from './editor.js'
import { EXAMPLES, FILES } from './examples.js'
import { partOf } from './records-part.js'
import { decode, encode } from './share.js'

/** How long to wait for the next key stroke, in ms. */
const PAUSE = 150

const at = (id) => document.getElementById(id)

function element(tag, properties = {}, children = []) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

const loadRecord = async (names, index) => (await import(partOf(names))).default[index]

let fixed = {}
let turn = 0
let timer
const editor = makeEditor(at('editor'), () => {
  clearTimeout(timer)
  timer = setTimeout(judge, PAUSE)
})

/** Texts that hold something. */
function inputs() {
  return Object.fromEntries(Object.entries(editor.texts()).filter(([, text]) => text.trim() !== ''))
}

async function judge() {
  const mine = ++turn
  const texts = inputs()
  const options = { preset: at('preset').value, loadRecord }
  let answers
  try {
    answers = [await lint(texts, options), await fix(texts, options)]
  } catch (error) {
    if (mine === turn) say(`This could not be judged: ${error.message}`)
    return
  }
  if (mine !== turn) return
  const [{ results, plans }, { changed }] = answers
  fixed = changed
  showFindings(results, texts)
  showPlans(plans)
  showDiff(texts)
}

/** The changes of a finding's fix, by file. */
function changesOf({ fix: own, suggestions, fileEdits }, file) {
  const one = own ?? suggestions?.[0]?.fix
  if (one) return [[file, [{ from: one.range[0], to: one.range[1], insert: one.text }]]]
  return (fileEdits ?? []).map((each) => [
    each.file.slice(1),
    each.edits.map(({ span, text }) => ({ from: span[0], to: span[1], insert: text })),
  ])
}

function showFindings(results, texts) {
  const diagnostics = new Map()
  const items = []
  for (const { filePath, messages } of results) {
    const text = texts[filePath] ?? ''
    const { starts } = indexLines(text)
    const offsetOf = (line, column) => (starts[Math.max(0, line - 1)] ?? text.length) + Math.max(0, column - 1)
    for (const message of messages) {
      const from = offsetOf(message.line, message.column)
      const end = message.endLine === message.line ? offsetOf(message.endLine, message.endColumn) : text.indexOf('\n', from)
      const changes = changesOf(message, filePath)
      const actions =
        changes.length === 0
          ? []
          : [{ name: message.fixTitle ?? 'Fix', apply: () => changes.forEach(([file, list]) => void editor.change(file, list)) }]
      const list = diagnostics.get(filePath) ?? []
      list.push({
        from,
        to: Math.max(from, end === -1 ? text.length : end),
        severity: message.level,
        message: message.message,
        source: message.ruleId ?? '',
        actions,
      })
      diagnostics.set(filePath, list)
      items.push(item(filePath, message, from))
    }
  }
  editor.mark(diagnostics)
  for (const tab of at('tabs').children) {
    const count = diagnostics.get(tab.dataset.file)?.length ?? 0
    tab.querySelector('.count').textContent = count === 0 ? '' : String(count)
  }
  at('findings-title').textContent = items.length === 0 ? 'No findings' : `${items.length} finding${items.length === 1 ? '' : 's'}`
  at('findings').replaceChildren(...items)
}

function item(file, { line, level, message, ruleId }, from) {
  const place = element('button', { type: 'button', className: 'place', textContent: `${file}:${line}` })
  place.addEventListener('click', () => {
    select(file)
    editor.go(from)
  })
  const page = ruleId ? [' ', element('a', { href: rulePageUrl(ruleId), textContent: ruleId })] : []
  return element('li', {}, [
    element('span', { className: `level ${level}`, textContent: level }),
    ' ',
    place,
    ...page,
    element('p', { textContent: message }),
  ])
}

function showPlans(plans) {
  const rows = plans.flatMap(({ container, plan }) => {
    const sure = confidenceWords(plan.confidence, plan)
    if (plan.ready === 'no') return [[container, '', `cannot be read-only: ${plan.why}`, sure]]
    const mounts = planRows(plan)
    if (mounts.length === 0) return [[container, '', 'needs nothing', sure]]
    return mounts.map(({ as, what, why }) => [container, as === 'has' ? `${what} (there already)` : `${as}: ${what}`, why, sure])
  })
  const cells = ([container, mount, why, sure]) => [
    element('th', { scope: 'row', textContent: container }),
    element('td', {}, [element('code', { textContent: mount })]),
    element('td', { textContent: why }),
    element('td', { textContent: sure }),
  ]
  at('plan').tBodies[0].replaceChildren(...rows.map((row) => element('tr', {}, cells(row))))
}

const KINDS = { '+': 'ins', '-': 'del' }

function showDiff(texts) {
  const parts = Object.entries(fixed).map(([file, text]) => {
    const { hunks } = structuredPatch(file, file, texts[file] ?? '', text, '', '', { context: 3 })
    const lines = hunks.flatMap(({ lines: all, newStart }, index) => [
      ...(index === 0 ? [] : [element('span', { textContent: `… line ${newStart}` })]),
      ...all.map((line) => element(KINDS[line[0]] ?? 'span', { textContent: line })),
    ])
    return element('div', {}, [element('h3', { textContent: file }), element('pre', {}, lines)])
  })
  at('fix').disabled = parts.length === 0
  at('diff').replaceChildren(...(parts.length === 0 ? [element('p', { textContent: 'Nothing to change.' })] : parts))
}

function select(file) {
  for (const tab of at('tabs').children) {
    const isShown = tab.dataset.file === file
    tab.ariaSelected = String(isShown)
    tab.tabIndex = isShown ? 0 : -1
    if (isShown) at('editor').setAttribute('aria-labelledby', tab.id)
  }
  editor.show(file)
}

function open(texts) {
  const all = Object.fromEntries(FILES.map((file) => [file, typeof texts[file] === 'string' ? texts[file] : '']))
  editor.open(all, FILES[0])
  select(FILES[0])
  return judge()
}

/** Opens what the address holds; answers whether it holds anything. */
async function openAddress() {
  const input = location.hash.length > 1 ? await decode(location.hash.slice(1)) : undefined
  if (typeof input?.texts !== 'object' || input.texts === null) return false
  const presets = [...at('preset').options].map(({ value }) => value)
  if (presets.includes(input.preset)) at('preset').value = input.preset
  at('example').value = ''
  await open(input.texts)
  return true
}

async function share() {
  const hash = await encode({ texts: inputs(), preset: at('preset').value })
  history.replaceState(undefined, '', `#${hash}`)
  const copied = await (navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error('no clipboard'))).then(
    () => true,
    () => false,
  )
  say(copied ? 'The link is copied. It holds all files.' : 'The address of this page holds all files now: copy it.')
}

let silence
function say(text) {
  at('status').textContent = text
  clearTimeout(silence)
  silence = setTimeout(() => at('status').replaceChildren(), 6000)
}

for (const [index, file] of FILES.entries()) {
  const tab = element('button', { type: 'button', role: 'tab', id: `tab-${index}` }, [file, element('span', { className: 'count' })])
  tab.dataset.file = file
  tab.setAttribute('aria-controls', 'editor')
  tab.addEventListener('click', () => select(file))
  tab.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
    if (step === undefined) return
    const next = at('tabs').children[(index + step + FILES.length) % FILES.length]
    select(next.dataset.file)
    next.focus()
  })
  at('tabs').append(tab)
}
at('example').append(
  element('option', { value: '', textContent: 'your own', hidden: true }),
  ...Object.keys(EXAMPLES).map((name) => element('option', { textContent: name })),
)
at('example').addEventListener('change', () => open(EXAMPLES[at('example').value]))
at('preset').addEventListener('change', judge)
at('share').addEventListener('click', share)
at('fix').addEventListener('click', () => {
  for (const [file, insert] of Object.entries(fixed)) editor.change(file, { from: 0, to: (editor.texts()[file] ?? '').length, insert })
  say('All fixes are applied. Undo brings the text back.')
})
addEventListener('hashchange', openAddress)
if (!(await openAddress())) {
  const [first] = Object.keys(EXAMPLES)
  at('example').value = first
  await open(EXAMPLES[first])
}
document.documentElement.dataset.ready = ''
navigator.serviceWorker?.register('service-worker.js').catch(() => say('This browser keeps no page for offline use.'))
