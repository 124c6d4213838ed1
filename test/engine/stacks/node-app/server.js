const { mkdtempSync, copyFileSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { createServer } = require('node:http')
const { tmpdir } = require('node:os')
const { join } = require('node:path')

createServer((request, response) => {
  const name = join(__dirname, 'uploads', 'last')
  if (request.method === 'GET') return response.end(readFileSync(name))
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const folder = mkdtempSync(join(tmpdir(), 'upload-'))
    writeFileSync(join(folder, 'part'), Buffer.concat(chunks))
    copyFileSync(join(folder, 'part'), name)
    rmSync(folder, { recursive: true })
    response.end('stored\n')
  })
}).listen(process.env.PORT)
