import { type Alias, type Document, isAlias, visit, type Node as YamlNode } from 'yaml'
import { remember } from '../../model/maps.ts'

const targets = new WeakMap<Document, ReadonlyMap<Alias, YamlNode>>()

/** The node that an alias refers to (YAML 1.2, 7.1), from one walk: `Alias.resolve` takes minutes on a file made of aliases. */
export function aliasTarget(alias: Alias, document: Document): YamlNode | undefined {
  return remember(targets, document, () => readTargets(document)).get(alias)
}

function readTargets(document: Document): ReadonlyMap<Alias, YamlNode> {
  const anchors = new Map<string, YamlNode>()
  const found = new Map<Alias, YamlNode>()
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source)
        if (target) found.set(node, target)
      } else if (node.anchor !== undefined) {
        anchors.set(node.anchor, node as YamlNode)
      }
    },
  })
  return found
}
