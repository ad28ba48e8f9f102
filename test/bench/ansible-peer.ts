/** Ansible as people write it: a template and a service for each unit, pipelining, as many forks as hosts. */
import fs from 'node:fs';
import path from 'node:path';
import type { LabHost } from '../lab/lab-host.ts';
import type { Cost, Meter } from './meter.ts';
import type { BenchUnit } from './workload.ts';

export interface AnsiblePeer {
  write(units: readonly BenchUnit[]): void;
  apply(): Promise<Cost>;
  /** `--check --diff`: what it would change. */
  check(): Promise<Cost>;
}

const template = `[Unit]
Description=The benchmark's {{ item.name }}

[Service]
Environment=NUMBER={{ item.version }}
ExecStart=/bin/sleep infinity

[Install]
WantedBy=multi-user.target
`;

const playbook = `- hosts: all
  gather_facts: false
  tasks:
    - name: unit files
      ansible.builtin.template:
        src: unit.j2
        dest: "/etc/systemd/system/{{ item.name }}"
        mode: "0644"
      loop: "{{ units }}"
      loop_control: {label: "{{ item.name }}"}
      register: files
    - name: reload systemd
      ansible.builtin.systemd: {daemon_reload: true}
      when: files.changed
    - name: enabled and running
      ansible.builtin.systemd:
        name: "{{ item.name }}"
        enabled: true
        state: started
      loop: "{{ units }}"
      loop_control: {label: "{{ item.name }}"}
    - name: restart what changed
      ansible.builtin.systemd:
        name: "{{ item.item.name }}"
        state: restarted
      loop: "{{ files.results | selectattr('changed') }}"
      loop_control: {label: "{{ item.item.name }}"}
`;

export function ansiblePeer(
  meter: Meter,
  hosts: readonly LabHost[],
  directory: string,
  sshConfig: string,
): AnsiblePeer {
  const folder = path.join(directory, 'ansible');
  fs.mkdirSync(path.join(folder, 'host_vars'), { recursive: true });
  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
  write(
    'ansible.cfg',
    `[defaults]\ninventory = hosts\nforks = ${hosts.length}\nlocal_tmp = ${folder}/tmp\ninterpreter_python = /usr/bin/python3\n[ssh_connection]\npipelining = True\nssh_args = -F ${sshConfig}\n`,
  );
  write('hosts', hosts.map((host) => `${host.name}\n`).join(''));
  write('unit.j2', template);
  write('play.yml', playbook);
  const run = (...more: string[]) =>
    meter.run(['ansible-playbook', 'play.yml', ...more], {
      directory: folder,
      environment: { ANSIBLE_NOCOLOR: '1', HOME: folder },
    });
  return {
    write(units) {
      for (const host of hosts) {
        const own = units
          .filter((unit) => unit.host === host.name)
          .map(({ name, version }) => ({ name, version }));
        write(`host_vars/${host.name}.json`, JSON.stringify({ units: own }));
      }
    },
    apply: () => run(),
    check: () => run('--check', '--diff'),
  };
}
