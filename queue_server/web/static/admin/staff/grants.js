// Roles by branch as boxes to tick, and in words.

import { html } from "/static/vendor/lit-html.js";

const EVERYWHERE = "*";
/** These are of the whole office. */
const OFFICE_WIDE = new Set(["administrator"]);

function placesOf(frame, staff) {
  const branches = staff.branches.map(({ id, name }) => ({ id, name: frame.say(name) }));
  return [{ id: EVERYWHERE, name: frame.t("staff.everywhere") }, ...branches];
}

/** A box for each role at each place; those granted are ticked. */
export function grantsField(frame, staff, granted) {
  const has = (branch, role) => granted.some((it) => it.branch === branch && it.role === role);
  return html`<div class="grants">
    ${placesOf(frame, staff).map(
      ({ id, name }) => html`<fieldset>
        <legend>${name}</legend>
        ${staff.roles
          .filter((role) => id === EVERYWHERE || !OFFICE_WIDE.has(role))
          .map(
            (role) => html`<label class="tick">
              <input type="checkbox" name="grant" value=${`${id} ${role}`} ?checked=${has(id, role)} />
              ${frame.t(`role.${role}`)}
            </label>`,
          )}
      </fieldset>`,
    )}
  </div>`;
}

/** What is ticked in `form`. */
export function grantsOf(form) {
  return [...form.querySelectorAll("input[name=grant]:checked")].map(({ value }) => {
    const [branch, role] = value.split(" ");
    return { branch, role };
  });
}

/** What an account was granted, place by place. */
export function rolesOf(frame, staff, { grants }) {
  const places = placesOf(frame, staff).filter(({ id }) => grants.some((it) => it.branch === id));
  if (!places.length) return frame.t("staff.no_roles");
  const rolesAt = (id) => grants.filter((it) => it.branch === id).map((it) => it.role);
  return html`<ul class="roles">
    ${places.map(
      ({ id, name }) =>
        html`<li>
          ${rolesAt(id)
            .map((role) => frame.t(`role.${role}`))
            .join(", ")}
          <span class="where">${name}</span>
        </li>`,
    )}
  </ul>`;
}
