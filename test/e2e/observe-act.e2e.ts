import { describeObserveAct } from '../../machines/observe-act.contract.ts';
import { labOfTest, linkTo, meddle } from './meddled-host.ts';

const lab = labOfTest('obsact', [
  { name: 'root' },
  { name: 'sudo', login: 'deploy' },
  { name: 'own', scope: 'user' },
]);

for (const name of ['root', 'sudo', 'own']) {
  describeObserveAct(`over SSH, ${name}`, async () => {
    const host = lab.host(name);
    return meddle(host, await linkTo(host, lab.home()));
  });
}
