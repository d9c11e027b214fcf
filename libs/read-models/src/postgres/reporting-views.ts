/** Each view names the last event that is in it. */
const CURRENT_TO = 'p.position AS current_to_position, p.event_at AS current_to';

/** The documented views (rule J2, docs/reporting.md), by name, in an order in which they can be made. */
export function reportingViews(schema: string): readonly (readonly [name: string, definition: string])[] {
  const from = (table: string): string => `FROM ${schema}.${table} t CROSS JOIN ${schema}.progress p`;
  return [
    [
      'currency',
      `SELECT position AS current_to_position, event_at AS current_to, updated_at, handled, skipped FROM ${schema}.progress`,
    ],
    [
      'tenants',
      `SELECT t.tenant, t.enabled, t.connection, t.realm_id, t.generation, t.draft_version, t.effective_version,
         t.effective AS effective_settings, t.active_run, t.completed_run, t.replayed_at, t.changed_at, ${CURRENT_TO}
       ${from('tenants')}`,
    ],
    [
      'runs',
      `SELECT t.tenant, t.run, t.generation, t.status, t.paused_reason, t.settings_version, t.settings,
         t.planned_by_kind, t.planned_by_id, t.started_by_kind, t.started_by_id, t.planning_started_at, t.planned_at,
         t.started_at, t.ended_at, t.paused_ms, t.last_event_at, t.planned, t.done, t.results, ${CURRENT_TO}
       ${from('runs')}`,
    ],
    [
      'run_progress',
      `SELECT t.tenant, t.run, t.type, t.place, t.qbo_read, t.bpro_read, t.malformed, t.qbo_found, t.bpro_found,
         t.planned, t.done, CASE WHEN t.finished_at IS NULL THEN greatest(0, t.planned - t.done) ELSE 0 END AS remaining,
         t.results, t.first_done_at, t.last_done_at, t.finished_at, ${CURRENT_TO}
       ${from('run_types')}`,
    ],
    [
      'counts',
      `SELECT t.tenant, t.run, t.type, t.place, r.status, r.planned_at, t.qbo_found, t.bpro_found,
         t.qbo_found + coalesce((t.results->>'create-qbo')::bigint, 0)
           - coalesce((t.results->>'remove-qbo')::bigint, 0) AS qbo_after,
         t.bpro_found + coalesce((t.results->>'create-bpro')::bigint, 0) AS bpro_after, ${CURRENT_TO}
       ${from('run_types')} JOIN ${schema}.runs r USING (tenant, run) WHERE r.planned_at IS NOT NULL`,
    ],
    [
      'plan_totals',
      `SELECT t.tenant, t.run, t.type, t.place, total.action, total.reason, total.count, ${CURRENT_TO}
       ${from('run_types')} CROSS JOIN LATERAL jsonb_to_recordset(t.totals) AS total (action text, reason text, count bigint)`,
    ],
    [
      'records',
      `SELECT t.tenant, t.generation, t.type, t.record_id, t.bpro_id, t.qbo_id, t.status, t.note_code, t.created_at,
         t.versions, t.revision, t.first_event_at, t.last_event_at, t.last_event, t.last_run, ${CURRENT_TO}
       ${from('records')}`,
    ],
    [
      'notes',
      `SELECT t.tenant, t.generation, t.type, t.record_id, coalesce(r.bpro_id, t.bpro_id) AS bpro_id,
         coalesce(r.qbo_id, t.qbo_id) AS qbo_id, t.code, t.rule, t.severity, t.fields, t.cause_type,
         t.cause_record_id, t.cause_code, t.candidates, t.qbo_code, t.intuit_tid, t.run, t.settings_version,
         t.first_seen_at, t.last_seen_at, t.times, t.dismissed_at, t.dismissed_by_kind, t.dismissed_by_id,
         t.dismissed_reason, t.resolved_at,
         CASE WHEN t.resolved_at IS NOT NULL THEN 'resolved' WHEN t.dismissed_at IS NOT NULL THEN 'dismissed'
           ELSE 'open' END AS status, ${CURRENT_TO}
       ${from('notes')} LEFT JOIN ${schema}.records r USING (tenant, generation, type, record_id)`,
    ],
    [
      'note_groups',
      `SELECT t.tenant, t.generation, t.code, t.severity, t.cause_type, t.cause_record_id, t.cause_code, t.qbo_code,
         count(*) AS notes, min(t.first_seen_at) AS first_seen_at, max(t.last_seen_at) AS last_seen_at,
         p.position AS current_to_position, p.event_at AS current_to
       ${from('notes')} WHERE t.resolved_at IS NULL AND t.dismissed_at IS NULL
       GROUP BY t.tenant, t.generation, t.code, t.severity, t.cause_type, t.cause_record_id, t.cause_code, t.qbo_code,
         p.position, p.event_at`,
    ],
    ['record_history', `SELECT ${HISTORY}, ${CURRENT_TO} ${from('history')} WHERE t.record_id IS NOT NULL`],
    ['tenant_history', `SELECT ${HISTORY}, ${CURRENT_TO} ${from('history')}`],
  ];
}

const HISTORY = `t.tenant, t.at, t.type, t.family, t.generation, t.record_type, t.record_id, t.run, t.by_kind, t.by_id,
  t.rule, t.settings_version, t.request_id, t.intuit_tid, t.correlation_id, t.causation_id, t.data, t.stream,
  t.revision, t.event_id, t.commit_position, t.prepare_position`;
