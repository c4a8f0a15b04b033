import { Logger, parseCrontab, run, type Runner, type TaskList } from 'graphile-worker'
import { modules } from './modules.ts'
import type { App } from './kit/app.ts'

/** Runs the modules' jobs and clocks, as the tables' owner. */
export async function startWorker(ownerUrl: string, app: App): Promise<Runner> {
  const jobs = modules.flatMap((module) => Object.entries(module.jobs ?? {}))
  const taskList: TaskList = Object.fromEntries(
    jobs.map(([name, job]) => [name, (payload: unknown) => job(app, payload)]),
  )
  return run({
    connectionString: ownerUrl,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList,
    parsedCronItems: parseCrontab(modules.flatMap((module) => module.cron ?? []).join('\n')),
    logger: new Logger(() => (level, message) => {
      if (level === 'error') console.error(`travail : ${message}`)
    }),
  })
}
