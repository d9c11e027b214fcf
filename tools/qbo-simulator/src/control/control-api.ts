import { isObject, omit, type QboRecord } from '../model/record.js';
import { json, parseJson, type SimulatorRequest, type SimulatorResponse } from '../api/http.js';
import { ServiceFault } from '../api/service-fault.js';
import type { QboSimulator } from '../qbo-simulator.js';
import { entityNamed } from '../schema/entity-names.js';
import { type ControlError, controlError, optional, required } from './parameters.js';
import { companySpec, faultRule, parsed, switchOverrides } from './schemas.js';

const PREFIX = '/_control/';

/**
 * The control endpoint, for demos and tests of other processes. Bodies and answers are JSON; a mistake is 400 with
 * `{error}`.
 */
export class ControlApi {
  constructor(private readonly simulator: QboSimulator) {}

  /** The answer to a request of this endpoint, undefined when the path is another's. */
  handle(request: SimulatorRequest): SimulatorResponse | undefined {
    const { pathname } = new URL(request.url, 'http://simulator');
    if (!pathname.startsWith(PREFIX)) return undefined;
    try {
      const body = request.body === '' ? {} : parseJson(request.body);
      if (!isObject(body)) throw controlError('the body must be a JSON object');
      const answer = this.route(request.method, pathname.slice(PREFIX.length).split('/'), body);
      return answer === undefined
        ? json(404, { error: `${request.method} ${pathname} is no control call` })
        : json(200, answer);
    } catch (error) {
      if (error instanceof ServiceFault) return json(400, { error: error.message, ...error.body });
      if (error instanceof Error) return json(400, { error: error.message } satisfies ControlError);
      throw error;
    }
  }

  private route(method: string, path: readonly string[], body: QboRecord): unknown {
    const [first, realmId, action] = path;
    const { simulator } = this;
    switch (`${method} ${String(first)}`) {
      case 'GET companies':
        return realmId === undefined ? simulator.companyList() : this.readCompany(realmId, action);
      case 'POST companies':
        return realmId === undefined ? this.createCompany(body) : this.changeCompany(realmId, action, body);
      case 'GET faults':
        return simulator.faults.list();
      case 'POST faults':
        return { id: simulator.faults.add(parsed(faultRule, body)) };
      case 'DELETE faults':
        simulator.faults.clear(realmId);
        return {};
      case 'GET calls':
        return simulator.calls.recent();
      case 'DELETE counters':
        simulator.clearCounters();
        return {};
      case 'GET switches':
        return this.switches();
      case 'POST switches':
        simulator.changeSwitches(parsed(switchOverrides, body));
        return this.switches();
      default:
        return undefined;
    }
  }

  private createCompany(body: QboRecord): unknown {
    const spec = parsed(companySpec, body);
    this.simulator.createCompany(spec);
    return { realmId: spec.realmId };
  }

  /** All but the app's identity. */
  private switches(): unknown {
    const { oauth, ...rest } = this.simulator.switches;
    return { ...rest, oauth: omit({ ...oauth }, 'clientId', 'clientSecret') };
  }

  private readCompany(realmId: string, action: string | undefined): unknown {
    switch (action) {
      case 'dump':
        return this.simulator.dump(realmId);
      case 'counters':
        return this.simulator.counters(realmId);
      default:
        return undefined;
    }
  }

  private changeCompany(realmId: string, action: string | undefined, body: QboRecord): unknown {
    const { simulator } = this;
    switch (action) {
      case 'load':
        return simulator.loadCompany(required(body, 'folder'), { realmId, ...optional(body, 'name') });
      case 'connect':
        return simulator.connect(realmId);
      case 'disconnect':
        simulator.tokens.disconnect(realmId);
        return {};
      case 'expire-access':
        simulator.tokens.expireAccess(required(body, 'token'));
        return {};
      case 'forget-request-ids':
        simulator.forgetRequestIds(realmId);
        return {};
      case 'user':
        return this.user(realmId, body) ?? {};
      default:
        return undefined;
    }
  }

  /** `{action, entity, id, record | changes | intoId}`: what a QuickBooks user does. */
  private user(realmId: string, body: QboRecord): unknown {
    const user = this.simulator.user(realmId);
    const entity = entityNamed(required(body, 'entity'));
    if (!entity) throw controlError(`no entity ${required(body, 'entity')}`);
    const action = required(body, 'action');
    if (action === 'create') return user.create(entity, isObject(body['record']) ? body['record'] : {});
    const id = required(body, 'id');
    switch (action) {
      case 'edit':
        return user.edit(entity, id, isObject(body['changes']) ? body['changes'] : {});
      case 'delete':
        return user.delete(entity, id);
      case 'void':
        return user.void(entity, id);
      case 'inactivate':
        return user.inactivate(entity, id);
      case 'merge':
        user.merge(entity, id, required(body, 'intoId'));
        return {};
      default:
        throw controlError('action must be create, edit, delete, void, inactivate or merge');
    }
  }
}
