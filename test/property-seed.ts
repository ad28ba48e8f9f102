/**
 * Properties are tried with the same cases wherever the tests run, so that a red run is red for everybody. To look further:
 * MUSTER_PROPERTY_SEED=random npx jest --selectProjects unit (fast-check prints the seed of what fails), or a seed.
 */
import fc from 'fast-check';

const { MUSTER_PROPERTY_SEED: given = '20261124' } = process.env;
if (given !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(given) });
