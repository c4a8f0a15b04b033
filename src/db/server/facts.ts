import pg from 'pg'
import { StartError } from '../start-error.ts'

export type Facts = {
  version: string
  versionNumber: number
  user: string
  database: string
  encoding: string
  frenchCollation: boolean
  unaccent: boolean
  superuser: boolean
  bypassesPolicies: boolean
  createsRoles: boolean
  createsInDatabase: boolean
  createsInSchema: boolean
}

export async function readFacts(client: pg.Client): Promise<Facts> {
  const { rows } = await client.query<Facts>(
    `select current_setting('server_version') as version,
       current_setting('server_version_num')::int as "versionNumber",
       current_user as user, current_database() as database,
       pg_encoding_to_char(encoding) as encoding,
       exists (select from pg_collation where collname = 'fr-x-icu') as "frenchCollation",
       exists (select from pg_available_extensions where name = 'unaccent') as unaccent,
       rolsuper as superuser, rolbypassrls as "bypassesPolicies", rolcreaterole as "createsRoles",
       has_database_privilege(current_database(), 'create') as "createsInDatabase",
       coalesce(has_schema_privilege(to_regnamespace('public'), 'create'), false) as "createsInSchema"
     from pg_database, pg_roles where datname = current_database() and rolname = current_user`,
  )
  return rows[0]!
}

export function refuseServer({
  version,
  versionNumber,
  database,
  encoding,
  frenchCollation,
  unaccent,
}: Facts): void {
  if (versionNumber < 150_000)
    throw new StartError(
      `Tablée demande PostgreSQL 15 ou plus récent ; ce serveur est en version ${version}.`,
    )
  if (encoding !== 'UTF8')
    throw new StartError(
      `La base ${database} est en ${encoding} ; Tablée demande UTF-8. À faire exécuter par un administrateur :\n` +
        `  create database tablee template template0 encoding 'UTF8';`,
    )
  if (!frenchCollation)
    throw new StartError(
      `Ce serveur PostgreSQL n’a pas l’ordre alphabétique français (fr-x-icu) : il a été construit sans ICU.`,
    )
  if (!unaccent)
    throw new StartError(
      `Ce serveur PostgreSQL n’a pas l’extension « unaccent » : installez ses modules complémentaires (paquet postgresql-contrib).`,
    )
}

export function refuseOwner(facts: Facts): void {
  const database = quote(facts.database)
  const user = quote(facts.user)
  const missing: string[] = []
  if (!facts.createsInDatabase) missing.push(`grant create on database ${database} to ${user};`)
  if (!facts.createsInSchema) missing.push(`grant usage, create on schema public to ${user};`)
  if (facts.bypassesPolicies) missing.push(`alter role ${user} nobypassrls;`)
  if (missing.length > 0)
    throw lackingRight(
      `L’utilisateur « ${facts.user} » n’a pas les droits qu’il faut sur la base « ${facts.database} ».`,
      facts.database,
      missing,
    )
}

export function lackingRight(what: string, database: string, statements: string[]): StartError {
  return new StartError(
    `${what}\nÀ faire exécuter par un administrateur du serveur, connecté à la base « ${database} » :\n\n` +
      statements.map((statement) => `  ${statement}`).join('\n') +
      `\n\npuis relancez Tablée.`,
  )
}

export const quote = (identifier: string) => pg.escapeIdentifier(identifier)
