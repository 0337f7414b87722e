/** What a person may write in an HttpTask besides what every task has. */
import { z } from "zod";
import { httpMethods } from "../model/http-request.ts";
import { Text, TextList, TextMap, oneOf } from "./field-forms.ts";

/** What holds where the task says nothing. */
export const httpBuiltIn = { method: "GET", expected_status: ["2xx"], max_redirects: 5, timeout: "5m" } as const;

const statusError = "status codes such as 200, or classes such as 2xx";
const redirectsError = { error: "a whole number from 0 to 20" };
const isStatus = (value: unknown): boolean => /^[1-5](?:\d\d|xx)$/.test(String(value));
const areStatuses = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 && value.every(isStatus) : isStatus(value));

export const httpFields = {
  url: Text.meta({ description: "Address, http or https. May hold templates." }),
  method: oneOf(httpMethods).optional().meta({ description: "What is asked.", default: httpBuiltIn.method }),
  headers: TextMap.optional().meta({ description: "Headers by name. Give what is secret as '{{ secret.name }}'." }),
  query: TextMap.optional().meta({ description: "Added to the address as ?name=value, encoded." }),
  body: Text.optional().meta({ description: "Text that is sent. For JSON, `json` is easier." }),
  json: z.unknown().optional().meta({ description: "A value that is sent as JSON; each text in it may hold templates." }),
  expected_status: TextList.refine(areStatuses, { error: statusError }).optional().meta({ description: "Status codes (200) or classes (2xx) that mean success.", default: httpBuiltIn.expected_status }),
  response_check: Text.optional().meta({ description: "A template that has to render to true, such as '{{ response.json.state == \"done\" }}'." }),
  max_redirects: z.int(redirectsError).min(0, redirectsError).max(20, redirectsError).optional().meta({ description: "How many redirects are followed; 0 follows none.", default: httpBuiltIn.max_redirects }),
};
