import { documents, type Muster, type OnHost, unitYaml } from './muster.ts';

/** Units that nothing is done to: two of muster's, one that it knows nothing of. */
export interface Bystanders {
  start(): Promise<void>;
  /** Fails when anything has happened to them since they were started. */
  check(): Promise<void>;
}

const ours = ['bystander-1.service', 'bystander-2.service'];
const foreign = 'passer-by.service';
const directory = '/etc/systemd/system';

export function bystanders(muster: () => Muster, hand: OnHost, machine: string): Bystanders {
  let before = '';
  const look = async () => {
    const names = [...ours, foreign];
    const shown = await hand(
      `systemctl show -p Id,MainPID,InvocationID,ActiveState,LoadState,UnitFileState -- ${names.join(' ')}`,
    );
    const files = await hand(`cd ${directory} && stat -c '%n %i %Y %s %a %U' ${names.join(' ')}`);
    return `${shown}\n${files}`;
  };
  return {
    async start() {
      await hand(
        `printf '[Service]\\nExecStart=/bin/sleep infinity\\n' >${directory}/${foreign} && systemctl start ${foreign}`,
      );
      const outcome = await muster().apply(documents(...ours.map((unit) => unitYaml(unit, machine))));
      expect(outcome).toMatchObject({ converged: 2, failed: [] });
      before = await look();
    },
    async check() {
      expect(await look()).toBe(before);
    },
  };
}
