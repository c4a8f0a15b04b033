import fs from 'node:fs'
import os from 'node:os'

const MB = 1024 * 1024

const between = (least: number, value: number, most: number) =>
  Math.round(Math.min(most, Math.max(least, value)))

/**
 * Settings that follow the machine: the measured ones (4 GB of buffers, 8 GB of journal) on a machine that
 * holds much else beside, less on a small one. Logs hold no data of people: neither statements nor details.
 */
export function settingsFor(dataDir: string, tests: boolean): Record<string, string | number> {
  const memory = os.totalmem() / MB
  const disk = fs.statfsSync(dataDir)
  const free = (disk.bavail * disk.bsize) / MB
  const common = {
    timezone: 'UTC',
    lc_messages: 'C',
    jit: 'off',
    random_page_cost: 1.1,
    log_timezone: 'UTC',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
  }
  if (tests)
    return {
      ...common,
      shared_buffers: '128MB',
      max_connections: 200,
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_wal_size: '2GB',
    }
  return {
    ...common,
    shared_buffers: `${between(64, memory / 6, 4096)}MB`,
    effective_cache_size: `${between(128, memory / 2, 65_536)}MB`,
    maintenance_work_mem: `${between(32, memory / 32, 512)}MB`,
    max_wal_size: `${between(256, Math.min(memory / 3, free / 8), 8192)}MB`,
    min_wal_size: '80MB',
    checkpoint_timeout: '15min',
    wal_compression: 'on',
  }
}
