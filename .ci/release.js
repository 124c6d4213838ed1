// Writes what a release publishes beside the package.
//   node .ci/release.js mirror FOLDER      the repository that pre-commit clones
//   node .ci/release.js manifests FOLDER   SHA256SUMS, the Homebrew formula and the Scoop manifest of the archives in FOLDER
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const REPOSITORY = 'https://github.com/dockseal/dockseal'
const { version, description } = JSON.parse(readFileSync('package.json', 'utf8'))
const archive = (platform) => `dockseal-${platform}.${platform.startsWith('windows') ? 'zip' : 'tar.gz'}`

/** The files of .github/mirror with the version in place of 0.0.0. */
function writeMirror(folder) {
  cpSync('.github/mirror', folder, { recursive: true })
  for (const name of readdirSync('.github/mirror')) {
    const path = join(folder, name)
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('0.0.0', version))
  }
}

function writeManifests(folder) {
  const names = readdirSync(folder)
    .filter((name) => /^dockseal-.*\.(?:tar\.gz|zip|tgz)$/.test(name))
    .sort()
  const hashes = new Map(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  )
  const file = (platform) => {
    const name = archive(platform)
    const hash = hashes.get(name)
    if (hash === undefined) throw new Error(`${folder} holds no ${name}`)
    return { url: `${REPOSITORY}/releases/download/v${version}/${name}`, hash }
  }
  writeFileSync(join(folder, 'SHA256SUMS'), names.map((name) => `${hashes.get(name)}  ${name}\n`).join(''))
  writeFileSync(join(folder, 'dockseal.rb'), formula(file))
  writeFileSync(join(folder, 'dockseal.json'), `${JSON.stringify(scoop(file), undefined, 2)}\n`)
}

/** For a Homebrew tap. */
function formula(file) {
  const source = (platform, indent) => {
    const { url, hash } = file(platform)
    return `${indent}url "${url}"\n${indent}sha256 "${hash}"`
  }
  const system = (name) => `  on_${name} do
    on_arm do
${source(`${name}-arm64`, '      ')}
    end
    on_intel do
${source(`${name}-x64`, '      ')}
    end
  end
`
  return `class Dockseal < Formula
  desc "Finds containers with a writable root filesystem and repairs them"
  homepage "${REPOSITORY}"
  version "${version}"
  license "MIT"

${system('macos')}
${system('linux')}
  def install
    bin.install "dockseal"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/dockseal --version")
  end
end
`
}

/** For a Scoop bucket. */
function scoop(file) {
  const { url, hash } = file('windows-x64')
  return {
    version,
    description,
    homepage: REPOSITORY,
    license: 'MIT',
    architecture: { '64bit': { url, hash } },
    bin: 'dockseal.exe',
    checkver: 'github',
    autoupdate: { architecture: { '64bit': { url: url.replaceAll(version, '$version') } } },
  }
}

const [, , what, folder] = process.argv
const write = { mirror: writeMirror, manifests: writeManifests }[what]
if (!write || !folder) throw new Error('usage: node .ci/release.js mirror|manifests FOLDER')
write(folder)
