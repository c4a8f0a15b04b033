import { Logger, parseCrontab, run, type TaskList } from 'graphile-worker'
import { openPool } from './db/db.ts'
import { modules } from './modules.ts'
import type { App } from './kit/app.ts'

const CONNECTIONS = 5

/** Runs the modules' jobs and clocks, as the tables' owner. */
export async function startWorker(ownerUrl: string, app: App): Promise<{ stop(): Promise<void> }> {
  const jobs = modules.flatMap((module) => Object.entries(module.jobs ?? {}))
  const taskList: TaskList = Object.fromEntries(
    jobs.map(([name, job]) => [name, (payload: unknown) => job(app, payload)]),
  )
  // our own pool: the worker's would take the whole process down when the server closes a connection
  const pgPool = openPool(ownerUrl, CONNECTIONS)
  const runner = await run({
    pgPool,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2000,
    taskList,
    parsedCronItems: parseCrontab(modules.flatMap((module) => module.cron ?? []).join('\n')),
    logger: new Logger(() => (level, message) => {
      if (level === 'error') console.error(`travail : ${message}`)
    }),
  })
  for (const name of modules.flatMap((module) => module.atStart ?? []))
    await runner.addJob(name, {}, { jobKey: `at start ${name}` })
  return {
    async stop() {
      await runner.stop()
      await pgPool.end()
    },
  }
}
