// Search, filter and copy buttons. Every page is whole without this script.
const root = document.documentElement.dataset.root

const MAX_RESULTS = 12

/** Loads what the search looks through when somebody first searches. */
let loading
function load() {
  loading ??= new Promise((done) => {
    const script = document.createElement('script')
    script.src = `${root}assets/search-data.js`
    script.onload = () => done(globalThis.searchData)
    document.head.append(script)
  })
  return loading
}

/** How well an entry answers: every word must be in it; a title that starts with the words, or is short, comes first. */
function rank([title, , , more], words) {
  const name = title.toLowerCase()
  const all = `${name} ${more.toLowerCase()}`
  if (!words.every((word) => all.includes(word))) return 0
  const whole = words.join(' ')
  const last = name.split('/').at(-1)
  const start =
    name === whole ? 8 : last === whole ? 6 : name.startsWith(whole) ? 5 : last.startsWith(whole) ? 4 : name.includes(whole) ? 2 : 0
  return 1 + start + 1 / (1 + name.length)
}

const form = document.querySelector('form[role=search]')
const input = form.querySelector('input')
const list = form.querySelector('#found')
form.hidden = false

async function search() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return close()
  const ranked = (await load()).map((entry) => [rank(entry, words), entry]).filter(([score]) => score > 0)
  ranked.sort(([one], [other]) => other - one)
  const links = ranked.slice(0, MAX_RESULTS).map(([, [title, kind, path]]) => {
    const link = document.createElement('a')
    link.href = root + path
    const label = document.createElement('span')
    label.textContent = kind
    link.append(title, label)
    return link
  })
  const says = document.createElement('p')
  says.setAttribute('role', 'status')
  const beyond = ranked.length - links.length
  says.textContent = links.length === 0 ? 'Nothing found.' : beyond > 0 ? `${beyond} more: add a word.` : `${links.length} found.`
  list.replaceChildren(...links, says)
  list.hidden = false
}

function close() {
  list.hidden = true
  list.replaceChildren()
}

input.addEventListener('input', search)
input.addEventListener('focus', load)
form.addEventListener('submit', (event) => {
  event.preventDefault()
  list.querySelector('a')?.click()
})
form.addEventListener('keydown', (event) => {
  const links = [...list.querySelectorAll('a')]
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (event.key === 'Escape') {
    close()
    input.focus()
  } else if (step !== undefined && links.length > 0) {
    event.preventDefault()
    const next = links.indexOf(document.activeElement) + step
    ;(links[next] ?? input).focus()
  }
})
document.addEventListener('click', (event) => {
  if (!form.contains(event.target)) close()
})
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey)
    return
  event.preventDefault()
  input.focus()
})

const filter = document.querySelector('[data-filter]')
if (filter) {
  const items = [...document.querySelectorAll('[data-words]')]
  const sections = [...document.querySelectorAll('main section')]
  filter.parentElement.hidden = false
  filter.addEventListener('input', () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const item of items) item.hidden = !words.every((word) => item.dataset.words.includes(word))
    for (const section of sections) section.hidden = !section.querySelector('[data-words]:not([hidden])')
    filter.parentElement.querySelector('output').textContent = `${items.filter(({ hidden }) => !hidden).length} shown`
  })
}

for (const block of navigator.clipboard ? document.querySelectorAll('.code') : []) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(`${block.querySelector('code').textContent}\n`)
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 1500)
  })
  block.append(button)
}
