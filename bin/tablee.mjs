#!/usr/bin/env node
import path from 'node:path'
import { ensureBuilt, ensureInstalled, requireNode, root } from '../scripts/prepare.mjs'

requireNode()
ensureInstalled()
ensureBuilt()
process.env.NODE_ENV = process.env.NODE_ENV || 'production'
// npm runs its scripts in the checkout: the files that a person names are where that person stands
if (['tablee', 'npx'].includes(process.env.npm_lifecycle_event ?? '') && process.env.INIT_CWD)
  process.chdir(process.env.INIT_CWD)
// but the data are those of `npm start`, wherever that is
process.env.TABLEE_DATA ||= path.join(root, 'data')
await import('../dist/server/cli.js')
