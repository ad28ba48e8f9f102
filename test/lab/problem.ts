/** Exits 0 when this machine can run a lab, else prints why not and exits 3. */
import { labProblem } from './lab-problem.ts';

const problem = labProblem();
if (problem !== null) {
  process.stdout.write(`${problem}\n`);
  process.exitCode = 3;
}
