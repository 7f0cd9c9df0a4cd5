import { Session } from "./session";
import { holds, same } from "./steps";

/** Modules, fields, layouts and pipelines (zoho-crm-api §3.6, §12). */
export async function metadata(s: Session): Promise<void> {
    const { sdk, crm } = s;
    let layout: bigint;

    await s.step("modules", async () => {
        const answer = await new sdk.Modules.ModulesOperations().getModules(new sdk.ParameterMap(), new sdk.HeaderMap());
        const modules = crm.object(answer, 200, sdk.Modules.ResponseWrapper).getModules();
        const names = modules.filter((m) => m.getAPISupported()).map((m) => m.getAPIName());
        for (const name of ["Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events", "Calls", "Notes"]) {
            holds(name + " is among them", names.includes(name));
        }
    });

    await s.step("fields: types, values, mandatory ones", async () => {
        const fields = await fieldsOf(s, "Deals");
        const stage = fields.find((f) => f.getAPIName() === "Stage")!;
        const contact = fields.find((f) => f.getAPIName() === "Contact_Name")!;
        same("type of Stage", stage.getDataType(), "picklist");
        same("Stage is mandatory", stage.getSystemMandatory(), true);
        const identify = stage.getPickListValues().find((v) => v.getDisplayValue() === "Identify Decision Makers")!;
        same("actual value", identify.getActualValue(), "Id. Decision Makers");
        same("Contact_Name points to", contact.getLookup().getModule().getAPIName(), "Contacts");
    });

    await s.step("fields: every field of every module is understood", async () => {
        for (const module of ["Leads", "Contacts", "Accounts", "Deals", "Tasks", "Events", "Calls", "Notes"]) {
            for (const field of await fieldsOf(s, module)) {
                holds(`${module} has a field without name`, Boolean(field?.getAPIName()));
                holds(`${field.getAPIName()} has a type`, Boolean(field.getDataType()));
            }
        }
    });

    await s.step("fields of an unknown module are INVALID_MODULE", async () => {
        const params = await crm.params([sdk.Fields.GetFieldsParam.MODULE, "Nowhere"]);
        const answer = await new sdk.Fields.FieldsOperations().getFields(params);
        const refusal = crm.object(answer, 400, sdk.Fields.APIException);
        crm.exception(refusal, "INVALID_MODULE", sdk.Fields.APIException);
    });

    await s.step("layouts, with the fields of their sections", async () => {
        const params = await crm.params([sdk.Layouts.GetLayoutsParam.MODULE, "Deals"]);
        const answer = await new sdk.Layouts.LayoutsOperations().getLayouts(params);
        const [standard] = crm.object(answer, 200, sdk.Layouts.ResponseWrapper).getLayouts();
        const fields = standard.getSections()[0].getFields().map((f) => f.getAPIName());
        same("name", standard.getName(), "Standard");
        holds("the section has Deal_Name and Stage", ["Deal_Name", "Stage"].every((f) => fields.includes(f)));
        layout = standard.getId();
    });

    await s.step("pipelines of a layout, with their stages", async () => {
        const answer = await new sdk.Pipeline.PipelineOperations(layout).getPipelines();
        const [pipeline] = crm.object(answer, 200, sdk.Pipeline.ResponseWrapper).getPipeline();
        same("name", pipeline.getDisplayValue(), "Standard (Standard)");
        const won = pipeline.getMaps().find((m) => m.getDisplayValue() === "Closed Won")!;
        same("forecast", won.getForecastType(), "Closed Won");
    });
}

async function fieldsOf(s: Session, module: string) {
    const params = await s.crm.params([s.sdk.Fields.GetFieldsParam.MODULE, module]);
    const answer = await new s.sdk.Fields.FieldsOperations().getFields(params);
    return s.crm.object(answer, 200, s.sdk.Fields.ResponseWrapper).getFields();
}
