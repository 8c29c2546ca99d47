import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/**
 * Ends a run of the tests with one plain line for machines that count: `N passed, N failed`, and `, N skipped` when
 * some were. A file that could not be loaded and an error outside of any test count as failed.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const line = summaryLine(modules, unhandled.length);
    // At the very end, after what the other reporters still have to say.
    process.once('exit', () => process.stdout.write(`${line}\n`));
  }
}

function summaryLine(modules: readonly TestModule[], strayErrors: number): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const ended = (state: ReturnType<TestCase['result']>['state']) =>
    tests.filter((test) => test.result().state === state).length;
  const broken = modules.filter((module) => module.state() === 'failed' && ownErrors(module) > 0).length;
  const skipped = ended('skipped');
  const counts = `${String(ended('passed'))} passed, ${String(ended('failed') + broken + strayErrors)} failed`;
  return skipped > 0 ? `${counts}, ${String(skipped)} skipped` : counts;
}

/** Errors of the file itself or of its suites (a hook that threw), which no test carries. */
function ownErrors(module: TestModule): number {
  const suites = [...module.children.allSuites()];
  return module.errors().length + suites.reduce((sum, suite) => sum + suite.errors().length, 0);
}
