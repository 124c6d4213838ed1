import { isAlias, isMap, isScalar, isSeq, type Scalar, type Node as YamlNode } from 'yaml'
import type { TextEdit } from '../../../text/edit.ts'
import { setValue } from './fields.ts'
import { isEmptyNode } from './layout.ts'
import { type Change, fill, type KeyPlace, UNEXPECTED } from './lists.ts'
import type { Operation, Use } from './operation.ts'
import { type NewEntry, type NewValue, scalar, newText as textValue } from './render.ts'
import { appendItems, insertEntries, replaceScalar } from './splice.ts'
import { commonQuote } from './style.ts'
import { ownPair } from './yaml-model.ts'

type Variable = Extract<Operation, { op: 'variable' }>

const REFUSE: Change = { refuse: `\`environment:\` ${UNEXPECTED}` }

/** Sets variables in a mapping's own `environment:`, in the map form or the list form. */
export function changeEnvironment(place: KeyPlace, environment: YamlNode | undefined, variables: readonly Variable[]): Change {
  const { model, rendering } = place
  const { text } = model
  const empty = isEmptyNode(environment) || ((isMap(environment) || isSeq(environment)) && environment.items.length === 0)
  if (empty) {
    const filled = fill(place, isSeq(environment) ? asList(variables) : asMap(variables))
    return filled ? { edits: filled } : REFUSE
  }
  const edits: (TextEdit | undefined)[] = []
  if (isMap(environment)) {
    const within = { ...rendering, quote: commonQuote(environment) }
    const added: Variable[] = []
    for (const variable of variables) {
      const own = ownPair(environment, variable.name)
      if (!own) added.push(variable)
      else if (isAlias(own.value))
        edits.push({ span: [own.value.range?.[0] ?? 0, own.value.range?.[1] ?? 0], text: scalar(variable.value, within, true) })
      else if (model.links().aliases.has(own.value as YamlNode))
        return { refuse: `the value of ${variable.name} has an anchor that is used elsewhere; change it by hand` }
      else edits.push(setValue(own, textValue(variable.value), within, environment.flow === true))
    }
    const entries = added.map(({ name, value }): NewEntry => ({ key: name, value: textValue(value) }))
    if (entries.length > 0) edits.push(...(insertEntries(text, environment, environment.items.at(-1), entries, within) ?? [undefined]))
  } else if (isSeq(environment)) {
    const added: NewValue[] = []
    for (const { name, value } of variables) {
      const item = environment.items.findLast((each) => isScalar(each) && String(each.value).split('=', 1)[0] === name) as
        | Scalar
        | undefined
      if (item) edits.push(replaceScalar(item, `${name}=${value}`, rendering, environment.flow === true))
      else added.push(textValue(`${name}=${value}`))
    }
    if (added.length > 0) edits.push(...(appendItems(text, environment, added, rendering) ?? [undefined]))
  } else return REFUSE
  return edits.some((edit) => edit === undefined) ? REFUSE : { edits: edits as TextEdit[] }
}

/** The form of a new `environment:`: the one that most services of the file use. */
export function newEnvironment(variables: readonly Variable[], uses: readonly Use[]): NewValue {
  let lists = 0
  for (const { closure } of uses) {
    const value = ownPair(closure[0], 'environment')?.value
    if (isSeq(value)) lists++
    else if (isMap(value)) lists--
  }
  return lists > 0 ? asList(variables) : asMap(variables)
}

function asMap(variables: readonly Variable[]): NewValue {
  return { kind: 'map', entries: variables.map(({ name, value }) => ({ key: name, value: textValue(value) })) }
}

function asList(variables: readonly Variable[]): NewValue {
  return { kind: 'list', items: variables.map(({ name, value }) => textValue(`${name}=${value}`)) }
}
