import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Progress, SetupError } from '../setup-error.js';
import { addToCache, cached } from './cache.js';
import { downloadProgram } from './download.js';
import { runProgram } from './run-program.js';

const VERSION = '1.38.0';
const FOLDER = `temporal-test-server-${VERSION}`;
const PROGRAM = process.platform === 'win32' ? 'temporal-test-server.exe' : 'temporal-test-server';
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
const LINE = `Getting Temporal's time-skipping test server ${VERSION} with Maven, once`;

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>waypost</groupId>
  <artifactId>test-server</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${VERSION}</version>
    </dependency>
  </dependencies>
</project>
`;

// The SDK stops the server with SIGKILL, so java must replace the shell.
const SCRIPT = `#!/bin/sh
exec java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"
`;

/**
 * Returns the path of Temporal's time-skipping test server, for `TestWorkflowEnvironment.createTimeSkipping`. Takes it
 * from the cache; the first time it is resolved with Maven, or downloaded if Maven or Java is missing.
 * Throws a SetupError if neither works.
 */
export async function timeSkippingServerPath(say: Progress): Promise<string> {
  const known = await cached(FOLDER, PROGRAM);
  if (known !== null) return known;
  return addToCache(FOLDER, PROGRAM, async (folder) => {
    const maven = await withMaven(folder, say);
    if (maven === null) return;
    say(maven);
    if (
      await downloadProgram(
        { artifact: 'temporal-test-server', version: `v${VERSION}`, into: folder, as: PROGRAM },
        say,
      )
    )
      return;
    throw new SetupError(
      `The time-skipping test server could neither be built nor downloaded (${maven}): install Java 11 or later and ` +
        `Maven, with access to a Maven repository, and try again.`,
    );
  });
}

/** Fills the folder. Returns `null`, or the reason of the failure. */
async function withMaven(folder: string, say: Progress): Promise<string | null> {
  if (process.platform === 'win32') return 'Maven is not used on Windows';
  if (!(await runProgram('java', ['-version'])).ok) return 'no Java on the PATH';
  if (!(await runProgram('mvn', ['-version'])).ok) return 'no Maven on the PATH';
  say(`${LINE} …`);
  const pom = path.join(folder, 'pom.xml');
  await writeFile(pom, POM);
  const lib = path.join(folder, 'lib');
  await mkdir(lib);
  const copied = await runProgram(
    'mvn',
    ['-B', '-q', '-f', pom, COPY_DEPENDENCIES, `-DoutputDirectory=${lib}`, '-DincludeScope=runtime'],
    { progress: { say, line: LINE } },
  );
  if (!copied.ok) {
    await rm(lib, { recursive: true });
    return `Maven could not resolve it: ${firstError(copied.output)}`;
  }
  const script = path.join(folder, PROGRAM);
  await writeFile(script, SCRIPT);
  await chmod(script, 0o755);
  return null;
}

function firstError(output: string): string {
  const line = output.split('\n').find((text) => text.includes('ERROR')) ?? output.trim();
  return line.replace(/^.*\[.*?ERROR.*?\]\s*/, '').slice(0, 300);
}
