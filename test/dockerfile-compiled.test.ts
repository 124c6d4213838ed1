import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { image, started } from './dockerfile-context.ts'

const MAVEN = 'FROM maven:3 AS build\nWORKDIR /work\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:21\n'
const JAVA = `${MAVEN}WORKDIR /srv\nCOPY --from=build /work/target/shop-1.jar /srv/app.jar\nENTRYPOINT ["java", "-jar", "app.jar"]\n`
const SDK = 'FROM mcr.microsoft.com/dotnet/sdk:9.0 AS build\nWORKDIR /src\nCOPY . .\nWORKDIR /src/Shop\nRUN dotnet publish -o /out\n'
const DOTNET = `${SDK}FROM mcr.microsoft.com/dotnet/aspnet:9.0\nWORKDIR /app\nCOPY --from=build /out .\nENTRYPOINT ["dotnet", "Shop.dll"]\n`

/** What the start writes, without the temporary directory; a `?` behind what may not happen. */
function writes(dockerfile: string, files: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}): string[] {
  return image(dockerfile, files, started(environment)).writes.flatMap(({ when, path, kind, conditional }) =>
    when === 'start' && path !== '/tmp' ? [`${kind} ${path}${conditional ? '?' : ''}`] : [],
  )
}

describe('what the settings of a JVM program say that it writes', () => {
  const spring = (yaml: string, environment = {}, more = {}) =>
    writes(JAVA, { 'src/main/resources/application.yml': yaml, ...more }, environment)

  const settings: Readonly<Record<string, readonly string[]>> = {
    'logging:\n  file:\n    name: logs/shop.log\n': ['log /srv/logs/shop.log'],
    'logging.file.path: /var/log/shop # kept\n': ['log /var/log/shop'],
    'logging:\n  file: ${LOG_DIR:logs}/shop.log\n': ['log /srv/logs/shop.log'],
    'spring:\n  datasource:\n    url: jdbc:h2:file:./data/shop;MODE=MySQL\n': ['data /srv/data/shop'],
    'spring:\n  datasource:\n    url: jdbc:h2:mem:shop\n': [],
    'spring:\n  servlet:\n    multipart:\n      location: "/uploads/new"\n': ['scratch /uploads/new'],
    'shop:\n  upload-dir: ./uploads\n': ['data /srv/uploads?'],
    'shop:\n  upload-dir: classpath:/uploads\n  storage-path: true\n': [],
    'shop:\n  images-path: /images\n': [],
    '# logging.file.name: a.log\nlogging:\n  level:\n    root: info\n': [],
  }
  for (const [yaml, expected] of Object.entries(settings)) it(yaml, () => assert.deepEqual(spring(yaml), expected))

  it('gives way to the environment, to options, and to the profile that is active', () => {
    const base = 'spring:\n  datasource:\n    url: jdbc:h2:file:./data/shop\n'
    const docker = { 'src/main/resources/application-docker.yml': 'spring:\n  datasource:\n    url: jdbc:postgresql://db/shop\n' }
    assert.deepEqual(spring(base, { SPRING_DATASOURCE_URL: 'jdbc:postgresql://db/shop' }), [])
    assert.deepEqual(spring(base, { SPRING_PROFILES_ACTIVE: 'docker' }, docker), [])
    assert.deepEqual(spring(base, {}, docker), ['data /srv/data/shop'])
    const option = JAVA.replace('"-jar"', '"-Dlogging.file.name=/logs/a.log", "-jar"')
    assert.deepEqual(writes(option, { 'src/main/resources/application.yml': 'logging.file.name: b.log\n' }), ['log /logs/a.log'])
  })

  it('is followed to the project wherever its program was compiled', () => {
    const files = (place: string) => ({ [`${place}src/main/resources/application.properties`]: 'logging.file.name=logs/a.log\n' })
    const start = 'CMD java -jar /app.jar\n'
    assert.deepEqual(writes(`FROM openjdk:17\nCOPY target/*.jar /app.jar\n${start}`, files('')), ['log /logs/a.log'])
    assert.deepEqual(writes(`FROM openjdk:17\nCOPY shop/build/libs/shop.jar /app.jar\n${start}`, files('shop/')), ['log /logs/a.log'])
    assert.deepEqual(writes(`FROM openjdk:17\nCOPY . .\nRUN ./mvnw package\nCMD java -jar target/a.jar\n`, files('')), ['log /logs/a.log'])
    const layers =
      'FROM openjdk:17 AS layers\nWORKDIR /x\nARG JAR=target/*.jar\nCOPY ${JAR} a.jar\nFROM openjdk:17\nCOPY --from=layers x/app/ ./\n'
    assert.deepEqual(writes(`${layers}CMD java Launcher\n`, files('')), ['log /logs/a.log'])
    assert.deepEqual(writes('FROM openjdk:17\nCOPY target/*.jar /app.jar\nCMD cat app.jar\n', files('')), [])
  })

  it('is a log of Logback', () => {
    const xml =
      '<configuration>\n<property name="DIR" value="${LOGS:-logs}"/>\n<!-- <file>no.log</file> -->\n<appender><file>${DIR}/a.log</file></appender>\n' +
      '<springProfile name="prod"><appender><file>/var/log/prod.log</file></appender></springProfile></configuration>\n'
    const files = { 'src/main/resources/logback-spring.xml': xml }
    assert.deepEqual(spring('a: 1\n', {}, files), ['log /srv/logs/a.log', 'log /var/log/prod.log?'])
    assert.deepEqual(spring('a: 1\n', { LOGS: '/logs' }, files)[0], 'log /logs/a.log')
  })
})

describe('what a program of .NET says that it writes', () => {
  const settings = (json: object, environment = {}) =>
    writes(DOTNET, { 'Shop/Shop.csproj': '', 'Shop/appsettings.json': JSON.stringify(json) }, environment)
  const database = { ConnectionStrings: { Shop: 'Data Source=shop.db' } }

  it('in its settings', () => {
    assert.deepEqual(settings(database), ['data /app/shop.db'])
    assert.deepEqual(settings({ ConnectionStrings: { Shop: 'Data Source=db;Initial Catalog=shop' } }), [])
    assert.deepEqual(settings(database, { ConnectionStrings__Shop: 'Data Source=/data/shop.db' }), ['data /data/shop.db'])
    const serilog = { Serilog: { WriteTo: [{ Name: 'File', Args: { path: 'logs/shop-.txt' } }] } }
    assert.deepEqual(settings(serilog), ['log /app/logs/shop-.txt'])
  })

  it('in its first file', () => {
    const program =
      '// Directory.CreateDirectory("no");\nreturn Results.File("a.pdf");\nDirectory.CreateDirectory("uploads");\nservices.AddDbContext(o => o.UseSqlite("Data Source=a.db"));\n' +
      'services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(@"/keys"));\nlog.WriteTo.File("logs/a.log", rollingInterval: x);\n'
    assert.deepEqual(writes(DOTNET, { 'Shop/Program.cs': program }), [
      'log /app/logs/a.log',
      'data /keys',
      'data /app/a.db',
      'data /app/uploads',
    ])
  })
})
