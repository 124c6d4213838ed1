// The editor: one view, a state for each file.
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile'
import { properties } from '@codemirror/legacy-modes/mode/properties'
import { shell } from '@codemirror/legacy-modes/mode/shell'
import { forceLinting, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const LANGUAGES = {
  'compose.yaml': yaml,
  Dockerfile: () => StreamLanguage.define(dockerFile),
  'entrypoint.sh': () => StreamLanguage.define(shell),
  '.env': () => StreamLanguage.define(properties),
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.keyword, tags.attributeName], color: 'var(--accent)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--info)' },
  { tag: tags.comment, color: 'var(--dim)', fontStyle: 'italic' },
  { tag: [tags.number, tags.bool, tags.atom], color: 'var(--warning)' },
])

const theme = EditorView.theme({
  '&': { backgroundColor: 'var(--back)', color: 'var(--text)', fontSize: '0.875rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55', maxHeight: '70vh' },
  '.cm-content, .cm-gutter': { minHeight: '24rem' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--soft)', color: 'var(--dim)', borderRight: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--soft)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'light-dark(#b9dfe0, #24515a)',
  },
  '.cm-tooltip': { backgroundColor: 'var(--back)', color: 'var(--text)', border: '1px solid var(--line)', maxWidth: 'min(36rem, 90vw)' },
  '.cm-diagnosticAction': { backgroundColor: 'var(--accent)', color: 'var(--back)', borderRadius: '4px', padding: '2px 8px' },
})

/** What the page's policy lets the editor's styles through by. */
const nonce = EditorView.cspNonce.of('editor')

/** Makes the editor in `parent`; `changed` is told of every change. */
export function makeEditor(parent, changed) {
  const states = new Map()
  const found = new Map()
  let name
  const stateOf = (file, text) =>
    EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        highlightActiveLine(),
        // Tab leaves the editor once Escape was pressed (CodeMirror's own rule).
        keymap.of([...lintKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        LANGUAGES[file]?.() ?? [],
        syntaxHighlighting(colours),
        theme,
        nonce,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': file }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed()
        }),
      ],
    })
  const view = new EditorView({ parent, extensions: nonce })
  const keep = () => name !== undefined && states.set(name, view.state)
  const showFound = () =>
    view.dispatch(
      setDiagnostics(
        view.state,
        (found.get(name) ?? []).filter(({ to }) => to <= view.state.doc.length),
      ),
    )
  const show = (file) => {
    keep()
    name = file
    view.setState(states.get(file))
    showFound()
  }
  return {
    view,
    show,
    /** The texts of all files. */
    texts: () => {
      keep()
      return Object.fromEntries([...states].map(([file, state]) => [file, state.doc.toString()]))
    },
    /** Puts other texts in place of all. */
    open: (texts, file) => {
      name = undefined
      states.clear()
      found.clear()
      for (const [each, text] of Object.entries(texts)) states.set(each, stateOf(each, text))
      show(file)
    },
    /** Changes a file, so that it can be undone. */
    change: (file, changes) => {
      if (file === name) return view.dispatch({ changes })
      const state = states.get(file) ?? stateOf(file, '')
      states.set(file, state.update({ changes }).state)
      changed()
    },
    /** Shows what was found, by file. */
    mark: (diagnostics) => {
      found.clear()
      for (const [file, list] of diagnostics) found.set(file, list)
      showFound()
      forceLinting(view)
    },
    /** Moves to an offset of the file that is shown. */
    go: (offset) => {
      view.dispatch({ selection: { anchor: Math.min(offset, view.state.doc.length) }, scrollIntoView: true })
      view.focus()
    },
  }
}
