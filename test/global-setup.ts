import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../src/db/embedded.ts'
import { migrate } from '../src/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser, to clone the template. */
    superUrl: string
    ownerUrl: string
    appUrl: string
  }
}

export const TEMPLATE = 'tablee_template'

/**
 * One server for the whole run, migrated once into a template that each worker clones.
 * TABLEE_TEST_SERVER, a superuser's address, runs the same tests on another PostgreSQL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TABLEE_TEST_SERVER']
  const folder = mkdtempSync(join(tmpdir(), 'tablee-test-'))
  const server = given
    ? await prepareGiven(given)
    : await startEmbedded(folder, { tests: process.env['TABLEE_TEST_DURABLE'] === undefined })
  if (!server.superUrl) throw new Error('the test server needs its superuser')
  const admin = new pg.Client({ connectionString: server.superUrl })
  await admin.connect()
  await admin.query(`drop database if exists ${TEMPLATE} with (force)`)
  await admin.query(`create database ${TEMPLATE} owner tablee_owner`)
  await admin.end()
  await migrate(inDatabase(server.ownerUrl, TEMPLATE))
  project.provide('superUrl', server.superUrl)
  project.provide('ownerUrl', server.ownerUrl)
  project.provide('appUrl', server.appUrl)
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function prepareGiven(superUrl: string) {
  const admin = new pg.Client({ connectionString: superUrl })
  await admin.connect()
  for (const role of ['tablee_owner', 'tablee_app']) {
    const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role])
    if (!rowCount) await admin.query(`create role ${role} login`)
    await admin.query(`alter role ${role} password 'test'`)
  }
  await admin.end()
  return {
    superUrl,
    ownerUrl: asUser(superUrl, 'tablee_owner'),
    appUrl: asUser(superUrl, 'tablee_app'),
    stop: async () => {},
  }
}

function asUser(url: string, user: string): string {
  const address = new URL(url)
  address.username = user
  address.password = 'test'
  return address.href
}

export function inDatabase(url: string, database: string): string {
  const address = new URL(url)
  address.pathname = `/${database}`
  return address.href
}
