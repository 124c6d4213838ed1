/** The commands that share most of their code with `lint`, in one file of the bundle: another file costs more time than its content. */
export { listCisCoverage } from './cis-coverage.ts'
export { explainRule } from './explain.ts'
export { initialise } from './init.ts'
export { planCommand } from './plan.ts'
export { listRules } from './rules.ts'
export { explainPlans, showContainers } from './show.ts'
