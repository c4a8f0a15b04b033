// `npm start`: installs and builds what is not there yet, then is Tablée.
import { ensureBuilt, ensureInstalled, requireNode, root } from './prepare.mjs'

requireNode()
ensureInstalled()
ensureBuilt()
process.env.NODE_ENV = process.env.NODE_ENV || 'production'
process.chdir(root)
// in this very process: signals and the exit code need no relay
await import('../dist/server/main.js')
