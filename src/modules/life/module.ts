import type { Module } from '../../kit/module.ts'
import { returnLeftovers } from './actions/leftovers.ts'
import { life as pages } from './pages/index.ts'

export const life: Module = {
  pages,
  jobs: { return_leftovers: async (app) => void (await returnLeftovers(app)) },
  cron: ['5 0 * * * return_leftovers'],
}
