// @ts-nocheck
// Made from schemas/*.schema.json by `npm run generate`. Change those, not this.
import { codePoints } from './code-points.ts';

export const validateConfigMap = validate10;
const schema11 = {"$id":"https://muster.dev/schemas/v1/config-map.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata"],"properties":{"apiVersion":{"type":"string","const":"v1"},"kind":{"type":"string","const":"ConfigMap"},"metadata":{"$ref":"object-meta.schema.json"},"data":{"type":"object","propertyNames":{"maxLength":253,"pattern":"^[A-Za-z0-9_.-]+$","x-expected":"letters, digits, `-`, `_` and `.`"},"additionalProperties":{"type":"string"}},"binaryData":{"type":"object","propertyNames":{"maxLength":253,"pattern":"^[A-Za-z0-9_.-]+$","x-expected":"letters, digits, `-`, `_` and `.`"},"additionalProperties":{"type":"string","pattern":"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$","x-expected":"Base64"}},"immutable":{"type":"boolean"}}};
const schema12 = {"$id":"https://muster.dev/schemas/v1/object-meta.schema.json","type":"object","additionalProperties":false,"required":["name"],"properties":{"name":{"type":"string","minLength":1,"maxLength":255},"generateName":{"type":"string","maxLength":200},"namespace":{"type":"string","maxLength":63,"pattern":"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$","x-expected":"lower-case letters, digits and `-`, beginning and ending with a letter or digit"},"labels":{"type":"object","propertyNames":{"pattern":"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$","x-expected":"at most 63 letters, digits, `-`, `_` or `.`, beginning and ending with a letter or digit, after an optional `prefix/`"},"additionalProperties":{"type":"string","maxLength":63,"pattern":"^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$","x-expected":"letters, digits, `-`, `_` or `.`, beginning and ending with a letter or digit"}},"annotations":{"type":"object","propertyNames":{"pattern":"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$","x-expected":"at most 63 letters, digits, `-`, `_` or `.`, beginning and ending with a letter or digit, after an optional `prefix/`"},"additionalProperties":{"type":"string"}},"uid":{"type":"string"},"resourceVersion":{"type":"string"},"generation":{"type":"integer","minimum":0},"creationTimestamp":{"type":["string","null"]},"deletionTimestamp":{"type":["string","null"]},"deletionGracePeriodSeconds":{"type":"integer","minimum":0},"finalizers":{"type":"array","items":{"type":"string"}},"ownerReferences":{"type":"array","items":{"$ref":"#/definitions/ownerReference"}},"managedFields":{"type":"array","items":{"type":"object"}},"selfLink":{"type":"string"}},"definitions":{"ownerReference":{"type":"object","additionalProperties":false,"required":["apiVersion","kind","name","uid"],"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"name":{"type":"string"},"uid":{"type":"string"},"controller":{"type":"boolean"},"blockOwnerDeletion":{"type":"boolean"}}}}};
const schema13 = {"type":"object","additionalProperties":false,"required":["apiVersion","kind","name","uid"],"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"name":{"type":"string"},"uid":{"type":"string"},"controller":{"type":"boolean"},"blockOwnerDeletion":{"type":"boolean"}}};
const func2 = Object.prototype.hasOwnProperty;
const func3 = codePoints;
const pattern0 = new RegExp("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", "u");
const pattern1 = new RegExp("^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$", "u");
const pattern2 = new RegExp("^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$", "u");

function validate11(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/object-meta.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema12.required,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema12.properties, key0))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func3(data0) > 255){
const err2 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema12.properties.name,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(func3(data0) < 1){
const err3 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema12.properties.name,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/name",schemaPath:"#/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.name.type,parentSchema:schema12.properties.name,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.generateName !== undefined){
let data1 = data.generateName;
if(typeof data1 === "string"){
if(func3(data1) > 200){
const err5 = {instancePath:instancePath+"/generateName",schemaPath:"#/properties/generateName/maxLength",keyword:"maxLength",params:{limit: 200},message:"must NOT have more than 200 characters",schema:200,parentSchema:schema12.properties.generateName,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/generateName",schemaPath:"#/properties/generateName/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.generateName.type,parentSchema:schema12.properties.generateName,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.namespace !== undefined){
let data2 = data.namespace;
if(typeof data2 === "string"){
if(func3(data2) > 63){
const err7 = {instancePath:instancePath+"/namespace",schemaPath:"#/properties/namespace/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters",schema:63,parentSchema:schema12.properties.namespace,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern0.test(data2)){
const err8 = {instancePath:instancePath+"/namespace",schemaPath:"#/properties/namespace/pattern",keyword:"pattern",params:{pattern: "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"},message:"must match pattern \""+"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"+"\"",schema:"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$",parentSchema:schema12.properties.namespace,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/namespace",schemaPath:"#/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.namespace.type,parentSchema:schema12.properties.namespace,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.labels !== undefined){
let data3 = data.labels;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
const _errs10 = errors;
if(typeof key1 === "string"){
if(!pattern1.test(key1)){
const err10 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/propertyNames/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},message:"must match pattern \""+"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"+"\"",schema:"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$",parentSchema:schema12.properties.labels.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var valid1 = _errs10 === errors;
if(!valid1){
const err11 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema12.properties.labels.propertyNames,parentSchema:schema12.properties.labels,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
for(const key2 in data3){
let data4 = data3[key2];
if(typeof data4 === "string"){
if(func3(data4) > 63){
const err12 = {instancePath:instancePath+"/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/maxLength",keyword:"maxLength",params:{limit: 63},message:"must NOT have more than 63 characters",schema:63,parentSchema:schema12.properties.labels.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!pattern2.test(data4)){
const err13 = {instancePath:instancePath+"/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$"},message:"must match pattern \""+"^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$"+"\"",schema:"^([A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?)?$",parentSchema:schema12.properties.labels.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/labels/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/labels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.labels.additionalProperties.type,parentSchema:schema12.properties.labels.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/labels",schemaPath:"#/properties/labels/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.labels.type,parentSchema:schema12.properties.labels,data:data3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.annotations !== undefined){
let data5 = data.annotations;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key3 in data5){
const _errs16 = errors;
if(typeof key3 === "string"){
if(!pattern1.test(key3)){
const err16 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/propertyNames/pattern",keyword:"pattern",params:{pattern: "^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"},message:"must match pattern \""+"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$"+"\"",schema:"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$",parentSchema:schema12.properties.annotations.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
var valid3 = _errs16 === errors;
if(!valid3){
const err17 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema12.properties.annotations.propertyNames,parentSchema:schema12.properties.annotations,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
for(const key4 in data5){
let data6 = data5[key4];
if(typeof data6 !== "string"){
const err18 = {instancePath:instancePath+"/annotations/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.annotations.additionalProperties.type,parentSchema:schema12.properties.annotations.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.annotations.type,parentSchema:schema12.properties.annotations,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.uid !== undefined){
let data7 = data.uid;
if(typeof data7 !== "string"){
const err20 = {instancePath:instancePath+"/uid",schemaPath:"#/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.uid.type,parentSchema:schema12.properties.uid,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data.resourceVersion !== undefined){
let data8 = data.resourceVersion;
if(typeof data8 !== "string"){
const err21 = {instancePath:instancePath+"/resourceVersion",schemaPath:"#/properties/resourceVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.resourceVersion.type,parentSchema:schema12.properties.resourceVersion,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.generation !== undefined){
let data9 = data.generation;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
const err22 = {instancePath:instancePath+"/generation",schemaPath:"#/properties/generation/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.generation.type,parentSchema:schema12.properties.generation,data:data9};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
const err23 = {instancePath:instancePath+"/generation",schemaPath:"#/properties/generation/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.generation,data:data9};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
if(data.creationTimestamp !== undefined){
let data10 = data.creationTimestamp;
if((typeof data10 !== "string") && (data10 !== null)){
const err24 = {instancePath:instancePath+"/creationTimestamp",schemaPath:"#/properties/creationTimestamp/type",keyword:"type",params:{type: schema12.properties.creationTimestamp.type},message:"must be string,null",schema:schema12.properties.creationTimestamp.type,parentSchema:schema12.properties.creationTimestamp,data:data10};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.deletionTimestamp !== undefined){
let data11 = data.deletionTimestamp;
if((typeof data11 !== "string") && (data11 !== null)){
const err25 = {instancePath:instancePath+"/deletionTimestamp",schemaPath:"#/properties/deletionTimestamp/type",keyword:"type",params:{type: schema12.properties.deletionTimestamp.type},message:"must be string,null",schema:schema12.properties.deletionTimestamp.type,parentSchema:schema12.properties.deletionTimestamp,data:data11};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.deletionGracePeriodSeconds !== undefined){
let data12 = data.deletionGracePeriodSeconds;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err26 = {instancePath:instancePath+"/deletionGracePeriodSeconds",schemaPath:"#/properties/deletionGracePeriodSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema12.properties.deletionGracePeriodSeconds.type,parentSchema:schema12.properties.deletionGracePeriodSeconds,data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
const err27 = {instancePath:instancePath+"/deletionGracePeriodSeconds",schemaPath:"#/properties/deletionGracePeriodSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema12.properties.deletionGracePeriodSeconds,data:data12};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
if(data.finalizers !== undefined){
let data13 = data.finalizers;
if(Array.isArray(data13)){
const len0 = data13.length;
for(let i0=0; i0<len0; i0++){
let data14 = data13[i0];
if(typeof data14 !== "string"){
const err28 = {instancePath:instancePath+"/finalizers/" + i0,schemaPath:"#/properties/finalizers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.finalizers.items.type,parentSchema:schema12.properties.finalizers.items,data:data14};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/finalizers",schemaPath:"#/properties/finalizers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.finalizers.type,parentSchema:schema12.properties.finalizers,data:data13};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.ownerReferences !== undefined){
let data15 = data.ownerReferences;
if(Array.isArray(data15)){
const len1 = data15.length;
for(let i1=0; i1<len1; i1++){
let data16 = data15[i1];
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.apiVersion === undefined){
const err30 = {instancePath:instancePath+"/ownerReferences/" + i1,schemaPath:"#/definitions/ownerReference/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema13.required,parentSchema:schema13,data:data16};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data16.kind === undefined){
const err31 = {instancePath:instancePath+"/ownerReferences/" + i1,schemaPath:"#/definitions/ownerReference/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema13.required,parentSchema:schema13,data:data16};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data16.name === undefined){
const err32 = {instancePath:instancePath+"/ownerReferences/" + i1,schemaPath:"#/definitions/ownerReference/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema13.required,parentSchema:schema13,data:data16};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data16.uid === undefined){
const err33 = {instancePath:instancePath+"/ownerReferences/" + i1,schemaPath:"#/definitions/ownerReference/required",keyword:"required",params:{missingProperty: "uid"},message:"must have required property '"+"uid"+"'",schema:schema13.required,parentSchema:schema13,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
for(const key5 in data16){
if(!((((((key5 === "apiVersion") || (key5 === "kind")) || (key5 === "name")) || (key5 === "uid")) || (key5 === "controller")) || (key5 === "blockOwnerDeletion"))){
const err34 = {instancePath:instancePath+"/ownerReferences/" + i1,schemaPath:"#/definitions/ownerReference/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key5},message:"must NOT have additional properties",schema:false,parentSchema:schema13,data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data16.apiVersion !== undefined){
let data17 = data16.apiVersion;
if(typeof data17 !== "string"){
const err35 = {instancePath:instancePath+"/ownerReferences/" + i1+"/apiVersion",schemaPath:"#/definitions/ownerReference/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.properties.apiVersion.type,parentSchema:schema13.properties.apiVersion,data:data17};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data16.kind !== undefined){
let data18 = data16.kind;
if(typeof data18 !== "string"){
const err36 = {instancePath:instancePath+"/ownerReferences/" + i1+"/kind",schemaPath:"#/definitions/ownerReference/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.properties.kind.type,parentSchema:schema13.properties.kind,data:data18};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data16.name !== undefined){
let data19 = data16.name;
if(typeof data19 !== "string"){
const err37 = {instancePath:instancePath+"/ownerReferences/" + i1+"/name",schemaPath:"#/definitions/ownerReference/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.properties.name.type,parentSchema:schema13.properties.name,data:data19};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data16.uid !== undefined){
let data20 = data16.uid;
if(typeof data20 !== "string"){
const err38 = {instancePath:instancePath+"/ownerReferences/" + i1+"/uid",schemaPath:"#/definitions/ownerReference/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema13.properties.uid.type,parentSchema:schema13.properties.uid,data:data20};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data16.controller !== undefined){
let data21 = data16.controller;
if(typeof data21 !== "boolean"){
const err39 = {instancePath:instancePath+"/ownerReferences/" + i1+"/controller",schemaPath:"#/definitions/ownerReference/properties/controller/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema13.properties.controller.type,parentSchema:schema13.properties.controller,data:data21};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data16.blockOwnerDeletion !== undefined){
let data22 = data16.blockOwnerDeletion;
if(typeof data22 !== "boolean"){
const err40 = {instancePath:instancePath+"/ownerReferences/" + i1+"/blockOwnerDeletion",schemaPath:"#/definitions/ownerReference/properties/blockOwnerDeletion/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema13.properties.blockOwnerDeletion.type,parentSchema:schema13.properties.blockOwnerDeletion,data:data22};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/ownerReferences/" + i1,schemaPath:"#/definitions/ownerReference/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema13.type,parentSchema:schema13,data:data16};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
else {
const err42 = {instancePath:instancePath+"/ownerReferences",schemaPath:"#/properties/ownerReferences/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.ownerReferences.type,parentSchema:schema12.properties.ownerReferences,data:data15};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.managedFields !== undefined){
let data23 = data.managedFields;
if(Array.isArray(data23)){
const len2 = data23.length;
for(let i2=0; i2<len2; i2++){
let data24 = data23[i2];
if(!(data24 && typeof data24 == "object" && !Array.isArray(data24))){
const err43 = {instancePath:instancePath+"/managedFields/" + i2,schemaPath:"#/properties/managedFields/items/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.properties.managedFields.items.type,parentSchema:schema12.properties.managedFields.items,data:data24};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath:instancePath+"/managedFields",schemaPath:"#/properties/managedFields/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema12.properties.managedFields.type,parentSchema:schema12.properties.managedFields,data:data23};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data.selfLink !== undefined){
let data25 = data.selfLink;
if(typeof data25 !== "string"){
const err45 = {instancePath:instancePath+"/selfLink",schemaPath:"#/properties/selfLink/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema12.properties.selfLink.type,parentSchema:schema12.properties.selfLink,data:data25};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema12.type,parentSchema:schema12,data};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
validate11.errors = vErrors;
return errors === 0;
}

const pattern4 = new RegExp("^[A-Za-z0-9_.-]+$", "u");
const pattern6 = new RegExp("^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$", "u");

function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/config-map.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema11.required,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "data")) || (key0 === "binaryData")) || (key0 === "immutable"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.apiVersion.type,parentSchema:schema11.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if("v1" !== data0){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "v1"},message:"must be equal to constant",schema:"v1",parentSchema:schema11.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.kind.type,parentSchema:schema11.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if("ConfigMap" !== data1){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "ConfigMap"},message:"must be equal to constant",schema:"ConfigMap",parentSchema:schema11.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.data !== undefined){
let data3 = data.data;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
const _errs9 = errors;
if(typeof key1 === "string"){
if(func3(key1) > 253){
const err8 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/propertyNames/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema11.properties.data.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!pattern4.test(key1)){
const err9 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]+$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\"",schema:"^[A-Za-z0-9_.-]+$",parentSchema:schema11.properties.data.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var valid1 = _errs9 === errors;
if(!valid1){
const err10 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema11.properties.data.propertyNames,parentSchema:schema11.properties.data,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
for(const key2 in data3){
let data4 = data3[key2];
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/data/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.data.additionalProperties.type,parentSchema:schema11.properties.data.additionalProperties,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.data.type,parentSchema:schema11.properties.data,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data.binaryData !== undefined){
let data5 = data.binaryData;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
for(const key3 in data5){
const _errs15 = errors;
if(typeof key3 === "string"){
if(func3(key3) > 253){
const err13 = {instancePath:instancePath+"/binaryData",schemaPath:"#/properties/binaryData/propertyNames/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema11.properties.binaryData.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!pattern4.test(key3)){
const err14 = {instancePath:instancePath+"/binaryData",schemaPath:"#/properties/binaryData/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]+$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\"",schema:"^[A-Za-z0-9_.-]+$",parentSchema:schema11.properties.binaryData.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var valid3 = _errs15 === errors;
if(!valid3){
const err15 = {instancePath:instancePath+"/binaryData",schemaPath:"#/properties/binaryData/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema11.properties.binaryData.propertyNames,parentSchema:schema11.properties.binaryData,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
for(const key4 in data5){
let data6 = data5[key4];
if(typeof data6 === "string"){
if(!pattern6.test(data6)){
const err16 = {instancePath:instancePath+"/binaryData/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/binaryData/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$"},message:"must match pattern \""+"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$"+"\"",schema:"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$",parentSchema:schema11.properties.binaryData.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/binaryData/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/binaryData/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema11.properties.binaryData.additionalProperties.type,parentSchema:schema11.properties.binaryData.additionalProperties,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/binaryData",schemaPath:"#/properties/binaryData/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.properties.binaryData.type,parentSchema:schema11.properties.binaryData,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.immutable !== undefined){
let data7 = data.immutable;
if(typeof data7 !== "boolean"){
const err19 = {instancePath:instancePath+"/immutable",schemaPath:"#/properties/immutable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema11.properties.immutable.type,parentSchema:schema11.properties.immutable,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema11.type,parentSchema:schema11,data};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}

export const validateEvent = validate13;
const schema14 = {"$id":"https://muster.dev/schemas/v1/event.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","involvedObject"],"properties":{"apiVersion":{"type":"string","const":"v1"},"kind":{"type":"string","const":"Event"},"metadata":{"$ref":"object-meta.schema.json"},"involvedObject":{"$ref":"#/definitions/objectReference"},"related":{"$ref":"#/definitions/objectReference"},"type":{"type":"string","enum":["Normal","Warning"]},"reason":{"type":"string"},"message":{"type":"string"},"action":{"type":"string"},"count":{"type":"integer","minimum":0},"firstTimestamp":{"type":["string","null"]},"lastTimestamp":{"type":["string","null"]},"eventTime":{"type":["string","null"]},"series":{"type":["object","null"],"additionalProperties":false,"properties":{"count":{"type":"integer","minimum":0},"lastObservedTime":{"type":["string","null"]}}},"source":{"type":"object","additionalProperties":false,"properties":{"component":{"type":"string"},"host":{"type":"string"}}},"reportingComponent":{"type":"string"},"reportingInstance":{"type":"string"}},"definitions":{"objectReference":{"type":"object","additionalProperties":false,"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"namespace":{"type":"string"},"name":{"type":"string"},"uid":{"type":"string"},"resourceVersion":{"type":"string"},"fieldPath":{"type":"string"}}}}};
const schema15 = {"type":"object","additionalProperties":false,"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"namespace":{"type":"string"},"name":{"type":"string"},"uid":{"type":"string"},"resourceVersion":{"type":"string"},"fieldPath":{"type":"string"}}};

function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/event.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.involvedObject === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "involvedObject"},message:"must have required property '"+"involvedObject"+"'",schema:schema14.required,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(func2.call(schema14.properties, key0))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.apiVersion.type,parentSchema:schema14.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "v1"},message:"must be equal to constant",schema:"v1",parentSchema:schema14.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.kind.type,parentSchema:schema14.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if("Event" !== data1){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Event"},message:"must be equal to constant",schema:"Event",parentSchema:schema14.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.involvedObject !== undefined){
let data3 = data.involvedObject;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!(((((((key1 === "apiVersion") || (key1 === "kind")) || (key1 === "namespace")) || (key1 === "name")) || (key1 === "uid")) || (key1 === "resourceVersion")) || (key1 === "fieldPath"))){
const err9 = {instancePath:instancePath+"/involvedObject",schemaPath:"#/definitions/objectReference/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema15,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data3.apiVersion !== undefined){
let data4 = data3.apiVersion;
if(typeof data4 !== "string"){
const err10 = {instancePath:instancePath+"/involvedObject/apiVersion",schemaPath:"#/definitions/objectReference/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.apiVersion.type,parentSchema:schema15.properties.apiVersion,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data3.kind !== undefined){
let data5 = data3.kind;
if(typeof data5 !== "string"){
const err11 = {instancePath:instancePath+"/involvedObject/kind",schemaPath:"#/definitions/objectReference/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.kind.type,parentSchema:schema15.properties.kind,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data3.namespace !== undefined){
let data6 = data3.namespace;
if(typeof data6 !== "string"){
const err12 = {instancePath:instancePath+"/involvedObject/namespace",schemaPath:"#/definitions/objectReference/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.namespace.type,parentSchema:schema15.properties.namespace,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data3.name !== undefined){
let data7 = data3.name;
if(typeof data7 !== "string"){
const err13 = {instancePath:instancePath+"/involvedObject/name",schemaPath:"#/definitions/objectReference/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.name.type,parentSchema:schema15.properties.name,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data3.uid !== undefined){
let data8 = data3.uid;
if(typeof data8 !== "string"){
const err14 = {instancePath:instancePath+"/involvedObject/uid",schemaPath:"#/definitions/objectReference/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.uid.type,parentSchema:schema15.properties.uid,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data3.resourceVersion !== undefined){
let data9 = data3.resourceVersion;
if(typeof data9 !== "string"){
const err15 = {instancePath:instancePath+"/involvedObject/resourceVersion",schemaPath:"#/definitions/objectReference/properties/resourceVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.resourceVersion.type,parentSchema:schema15.properties.resourceVersion,data:data9};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data3.fieldPath !== undefined){
let data10 = data3.fieldPath;
if(typeof data10 !== "string"){
const err16 = {instancePath:instancePath+"/involvedObject/fieldPath",schemaPath:"#/definitions/objectReference/properties/fieldPath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.fieldPath.type,parentSchema:schema15.properties.fieldPath,data:data10};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/involvedObject",schemaPath:"#/definitions/objectReference/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.type,parentSchema:schema15,data:data3};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.related !== undefined){
let data11 = data.related;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key2 in data11){
if(!(((((((key2 === "apiVersion") || (key2 === "kind")) || (key2 === "namespace")) || (key2 === "name")) || (key2 === "uid")) || (key2 === "resourceVersion")) || (key2 === "fieldPath"))){
const err18 = {instancePath:instancePath+"/related",schemaPath:"#/definitions/objectReference/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema15,data:data11};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data11.apiVersion !== undefined){
let data12 = data11.apiVersion;
if(typeof data12 !== "string"){
const err19 = {instancePath:instancePath+"/related/apiVersion",schemaPath:"#/definitions/objectReference/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.apiVersion.type,parentSchema:schema15.properties.apiVersion,data:data12};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data11.kind !== undefined){
let data13 = data11.kind;
if(typeof data13 !== "string"){
const err20 = {instancePath:instancePath+"/related/kind",schemaPath:"#/definitions/objectReference/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.kind.type,parentSchema:schema15.properties.kind,data:data13};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data11.namespace !== undefined){
let data14 = data11.namespace;
if(typeof data14 !== "string"){
const err21 = {instancePath:instancePath+"/related/namespace",schemaPath:"#/definitions/objectReference/properties/namespace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.namespace.type,parentSchema:schema15.properties.namespace,data:data14};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data11.name !== undefined){
let data15 = data11.name;
if(typeof data15 !== "string"){
const err22 = {instancePath:instancePath+"/related/name",schemaPath:"#/definitions/objectReference/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.name.type,parentSchema:schema15.properties.name,data:data15};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data11.uid !== undefined){
let data16 = data11.uid;
if(typeof data16 !== "string"){
const err23 = {instancePath:instancePath+"/related/uid",schemaPath:"#/definitions/objectReference/properties/uid/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.uid.type,parentSchema:schema15.properties.uid,data:data16};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data11.resourceVersion !== undefined){
let data17 = data11.resourceVersion;
if(typeof data17 !== "string"){
const err24 = {instancePath:instancePath+"/related/resourceVersion",schemaPath:"#/definitions/objectReference/properties/resourceVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.resourceVersion.type,parentSchema:schema15.properties.resourceVersion,data:data17};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data11.fieldPath !== undefined){
let data18 = data11.fieldPath;
if(typeof data18 !== "string"){
const err25 = {instancePath:instancePath+"/related/fieldPath",schemaPath:"#/definitions/objectReference/properties/fieldPath/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema15.properties.fieldPath.type,parentSchema:schema15.properties.fieldPath,data:data18};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
else {
const err26 = {instancePath:instancePath+"/related",schemaPath:"#/definitions/objectReference/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema15.type,parentSchema:schema15,data:data11};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.type !== undefined){
let data19 = data.type;
if(typeof data19 !== "string"){
const err27 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.type.type,parentSchema:schema14.properties.type,data:data19};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!((data19 === "Normal") || (data19 === "Warning"))){
const err28 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/enum",keyword:"enum",params:{allowedValues: schema14.properties.type.enum},message:"must be equal to one of the allowed values",schema:schema14.properties.type.enum,parentSchema:schema14.properties.type,data:data19};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.reason !== undefined){
let data20 = data.reason;
if(typeof data20 !== "string"){
const err29 = {instancePath:instancePath+"/reason",schemaPath:"#/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.reason.type,parentSchema:schema14.properties.reason,data:data20};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.message !== undefined){
let data21 = data.message;
if(typeof data21 !== "string"){
const err30 = {instancePath:instancePath+"/message",schemaPath:"#/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.message.type,parentSchema:schema14.properties.message,data:data21};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.action !== undefined){
let data22 = data.action;
if(typeof data22 !== "string"){
const err31 = {instancePath:instancePath+"/action",schemaPath:"#/properties/action/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.action.type,parentSchema:schema14.properties.action,data:data22};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.count !== undefined){
let data23 = data.count;
if(!(((typeof data23 == "number") && (!(data23 % 1) && !isNaN(data23))) && (isFinite(data23)))){
const err32 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema14.properties.count.type,parentSchema:schema14.properties.count,data:data23};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if((typeof data23 == "number") && (isFinite(data23))){
if(data23 < 0 || isNaN(data23)){
const err33 = {instancePath:instancePath+"/count",schemaPath:"#/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema14.properties.count,data:data23};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
}
if(data.firstTimestamp !== undefined){
let data24 = data.firstTimestamp;
if((typeof data24 !== "string") && (data24 !== null)){
const err34 = {instancePath:instancePath+"/firstTimestamp",schemaPath:"#/properties/firstTimestamp/type",keyword:"type",params:{type: schema14.properties.firstTimestamp.type},message:"must be string,null",schema:schema14.properties.firstTimestamp.type,parentSchema:schema14.properties.firstTimestamp,data:data24};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
if(data.lastTimestamp !== undefined){
let data25 = data.lastTimestamp;
if((typeof data25 !== "string") && (data25 !== null)){
const err35 = {instancePath:instancePath+"/lastTimestamp",schemaPath:"#/properties/lastTimestamp/type",keyword:"type",params:{type: schema14.properties.lastTimestamp.type},message:"must be string,null",schema:schema14.properties.lastTimestamp.type,parentSchema:schema14.properties.lastTimestamp,data:data25};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.eventTime !== undefined){
let data26 = data.eventTime;
if((typeof data26 !== "string") && (data26 !== null)){
const err36 = {instancePath:instancePath+"/eventTime",schemaPath:"#/properties/eventTime/type",keyword:"type",params:{type: schema14.properties.eventTime.type},message:"must be string,null",schema:schema14.properties.eventTime.type,parentSchema:schema14.properties.eventTime,data:data26};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.series !== undefined){
let data27 = data.series;
if((!(data27 && typeof data27 == "object" && !Array.isArray(data27))) && (data27 !== null)){
const err37 = {instancePath:instancePath+"/series",schemaPath:"#/properties/series/type",keyword:"type",params:{type: schema14.properties.series.type},message:"must be object,null",schema:schema14.properties.series.type,parentSchema:schema14.properties.series,data:data27};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
for(const key3 in data27){
if(!((key3 === "count") || (key3 === "lastObservedTime"))){
const err38 = {instancePath:instancePath+"/series",schemaPath:"#/properties/series/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema14.properties.series,data:data27};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data27.count !== undefined){
let data28 = data27.count;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
const err39 = {instancePath:instancePath+"/series/count",schemaPath:"#/properties/series/properties/count/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema14.properties.series.properties.count.type,parentSchema:schema14.properties.series.properties.count,data:data28};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 < 0 || isNaN(data28)){
const err40 = {instancePath:instancePath+"/series/count",schemaPath:"#/properties/series/properties/count/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema14.properties.series.properties.count,data:data28};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
if(data27.lastObservedTime !== undefined){
let data29 = data27.lastObservedTime;
if((typeof data29 !== "string") && (data29 !== null)){
const err41 = {instancePath:instancePath+"/series/lastObservedTime",schemaPath:"#/properties/series/properties/lastObservedTime/type",keyword:"type",params:{type: schema14.properties.series.properties.lastObservedTime.type},message:"must be string,null",schema:schema14.properties.series.properties.lastObservedTime.type,parentSchema:schema14.properties.series.properties.lastObservedTime,data:data29};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
}
}
if(data.source !== undefined){
let data30 = data.source;
if(data30 && typeof data30 == "object" && !Array.isArray(data30)){
for(const key4 in data30){
if(!((key4 === "component") || (key4 === "host"))){
const err42 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema14.properties.source,data:data30};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data30.component !== undefined){
let data31 = data30.component;
if(typeof data31 !== "string"){
const err43 = {instancePath:instancePath+"/source/component",schemaPath:"#/properties/source/properties/component/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.source.properties.component.type,parentSchema:schema14.properties.source.properties.component,data:data31};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
if(data30.host !== undefined){
let data32 = data30.host;
if(typeof data32 !== "string"){
const err44 = {instancePath:instancePath+"/source/host",schemaPath:"#/properties/source/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.source.properties.host.type,parentSchema:schema14.properties.source.properties.host,data:data32};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
else {
const err45 = {instancePath:instancePath+"/source",schemaPath:"#/properties/source/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema14.properties.source.type,parentSchema:schema14.properties.source,data:data30};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.reportingComponent !== undefined){
let data33 = data.reportingComponent;
if(typeof data33 !== "string"){
const err46 = {instancePath:instancePath+"/reportingComponent",schemaPath:"#/properties/reportingComponent/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.reportingComponent.type,parentSchema:schema14.properties.reportingComponent,data:data33};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.reportingInstance !== undefined){
let data34 = data.reportingInstance;
if(typeof data34 !== "string"){
const err47 = {instancePath:instancePath+"/reportingInstance",schemaPath:"#/properties/reportingInstance/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema14.properties.reportingInstance.type,parentSchema:schema14.properties.reportingInstance,data:data34};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
}
else {
const err48 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema14.type,parentSchema:schema14,data};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}

export const validateLease = validate15;
const schema17 = {"$id":"https://muster.dev/schemas/v1/lease.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata"],"properties":{"apiVersion":{"type":"string","const":"coordination.k8s.io/v1"},"kind":{"type":"string","const":"Lease"},"metadata":{"$ref":"object-meta.schema.json"},"spec":{"type":"object","additionalProperties":false,"properties":{"holderIdentity":{"type":["string","null"]},"leaseDurationSeconds":{"type":"integer","minimum":1},"acquireTime":{"type":["string","null"]},"renewTime":{"type":["string","null"]},"leaseTransitions":{"type":"integer","minimum":0}}}}};

function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/lease.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema17.required,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema17.required,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema17.required,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema17.properties.apiVersion.type,parentSchema:schema17.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if("coordination.k8s.io/v1" !== data0){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "coordination.k8s.io/v1"},message:"must be equal to constant",schema:"coordination.k8s.io/v1",parentSchema:schema17.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema17.properties.kind.type,parentSchema:schema17.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if("Lease" !== data1){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Lease"},message:"must be equal to constant",schema:"Lease",parentSchema:schema17.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.spec !== undefined){
let data3 = data.spec;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!(((((key1 === "holderIdentity") || (key1 === "leaseDurationSeconds")) || (key1 === "acquireTime")) || (key1 === "renewTime")) || (key1 === "leaseTransitions"))){
const err8 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema17.properties.spec,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.holderIdentity !== undefined){
let data4 = data3.holderIdentity;
if((typeof data4 !== "string") && (data4 !== null)){
const err9 = {instancePath:instancePath+"/spec/holderIdentity",schemaPath:"#/properties/spec/properties/holderIdentity/type",keyword:"type",params:{type: schema17.properties.spec.properties.holderIdentity.type},message:"must be string,null",schema:schema17.properties.spec.properties.holderIdentity.type,parentSchema:schema17.properties.spec.properties.holderIdentity,data:data4};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data3.leaseDurationSeconds !== undefined){
let data5 = data3.leaseDurationSeconds;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
const err10 = {instancePath:instancePath+"/spec/leaseDurationSeconds",schemaPath:"#/properties/spec/properties/leaseDurationSeconds/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema17.properties.spec.properties.leaseDurationSeconds.type,parentSchema:schema17.properties.spec.properties.leaseDurationSeconds,data:data5};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 < 1 || isNaN(data5)){
const err11 = {instancePath:instancePath+"/spec/leaseDurationSeconds",schemaPath:"#/properties/spec/properties/leaseDurationSeconds/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema17.properties.spec.properties.leaseDurationSeconds,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
if(data3.acquireTime !== undefined){
let data6 = data3.acquireTime;
if((typeof data6 !== "string") && (data6 !== null)){
const err12 = {instancePath:instancePath+"/spec/acquireTime",schemaPath:"#/properties/spec/properties/acquireTime/type",keyword:"type",params:{type: schema17.properties.spec.properties.acquireTime.type},message:"must be string,null",schema:schema17.properties.spec.properties.acquireTime.type,parentSchema:schema17.properties.spec.properties.acquireTime,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data3.renewTime !== undefined){
let data7 = data3.renewTime;
if((typeof data7 !== "string") && (data7 !== null)){
const err13 = {instancePath:instancePath+"/spec/renewTime",schemaPath:"#/properties/spec/properties/renewTime/type",keyword:"type",params:{type: schema17.properties.spec.properties.renewTime.type},message:"must be string,null",schema:schema17.properties.spec.properties.renewTime.type,parentSchema:schema17.properties.spec.properties.renewTime,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data3.leaseTransitions !== undefined){
let data8 = data3.leaseTransitions;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err14 = {instancePath:instancePath+"/spec/leaseTransitions",schemaPath:"#/properties/spec/properties/leaseTransitions/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema17.properties.spec.properties.leaseTransitions.type,parentSchema:schema17.properties.spec.properties.leaseTransitions,data:data8};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err15 = {instancePath:instancePath+"/spec/leaseTransitions",schemaPath:"#/properties/spec/properties/leaseTransitions/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema17.properties.spec.properties.leaseTransitions,data:data8};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
}
else {
const err16 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema17.properties.spec.type,parentSchema:schema17.properties.spec,data:data3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema17.type,parentSchema:schema17,data};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}

export const validateMachine = validate17;
const schema18 = {"$id":"https://muster.dev/schemas/v1/machine.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","spec"],"properties":{"apiVersion":{"type":"string","const":"muster.dev/v1"},"kind":{"type":"string","const":"Machine"},"metadata":{"$ref":"object-meta.schema.json"},"spec":{"$ref":"#/definitions/spec"},"status":{"$ref":"#/definitions/status"}},"definitions":{"spec":{"type":"object","additionalProperties":false,"required":["ssh"],"properties":{"ssh":{"$ref":"#/definitions/ssh"},"sudo":{"type":"boolean"},"scope":{"type":"string","enum":["system","user"]},"unschedulable":{"type":"boolean"},"drain":{"type":"boolean"},"failover":{"type":"object","additionalProperties":false,"properties":{"after":{"$ref":"#/definitions/grace"}}},"maxUnits":{"type":"integer","minimum":0}}},"grace":{"type":"string","pattern":"^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$","x-expected":"a time span of 5 s or more, such as 30s, 5min or 1h"},"ssh":{"type":"object","additionalProperties":false,"required":["host"],"properties":{"host":{"type":"string","minLength":1,"maxLength":253,"pattern":"^[A-Za-z0-9_:\\[][A-Za-z0-9_.:%\\[\\]-]*$","x-expected":"an address or a host name"},"port":{"type":"integer","minimum":1,"maximum":65535},"user":{"type":"string","minLength":1,"maxLength":64,"pattern":"^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?$","x-expected":"a user name"},"identityFile":{"type":"string","minLength":1},"hostKey":{"type":"string","pattern":"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+={0,3}( .*)?$","x-expected":"a public key as in known_hosts without the host, such as `ssh-ed25519 AAAA…`"},"proxyJump":{"type":"array","items":{"type":"string","minLength":1,"pattern":"^[^\\s-][^\\s]*$","x-expected":"a machine's name or `[user@]host[:port]`"},"maxItems":8}}},"status":{"type":"object","additionalProperties":false,"properties":{"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}},"observedGeneration":{"type":"integer","minimum":0},"facts":{"$ref":"#/definitions/facts"},"hearing":{"$ref":"#/definitions/hearing"},"units":{"type":"integer","minimum":0},"standing":{"type":"string","enum":["Ready","Suspect","Lost","Fenced"]},"lastContact":{"type":"string"}}},"facts":{"type":"object","additionalProperties":false,"properties":{"hostname":{"type":"string"},"machineID":{"type":"string"},"bootID":{"type":"string"},"systemdVersion":{"type":"integer","minimum":0},"os":{"type":"string"},"kernel":{"type":"string"},"architecture":{"type":"string"},"addresses":{"type":"array","items":{"type":"string"}},"cpus":{"type":"integer","minimum":0},"memoryBytes":{"type":"integer","minimum":0}}},"hearing":{"type":"object","additionalProperties":false,"required":["by"],"properties":{"by":{"type":"string","enum":["signals","polling"]},"reason":{"type":"string"}}}}};
const schema19 = {"type":"object","additionalProperties":false,"required":["ssh"],"properties":{"ssh":{"$ref":"#/definitions/ssh"},"sudo":{"type":"boolean"},"scope":{"type":"string","enum":["system","user"]},"unschedulable":{"type":"boolean"},"drain":{"type":"boolean"},"failover":{"type":"object","additionalProperties":false,"properties":{"after":{"$ref":"#/definitions/grace"}}},"maxUnits":{"type":"integer","minimum":0}}};
const schema20 = {"type":"object","additionalProperties":false,"required":["host"],"properties":{"host":{"type":"string","minLength":1,"maxLength":253,"pattern":"^[A-Za-z0-9_:\\[][A-Za-z0-9_.:%\\[\\]-]*$","x-expected":"an address or a host name"},"port":{"type":"integer","minimum":1,"maximum":65535},"user":{"type":"string","minLength":1,"maxLength":64,"pattern":"^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?$","x-expected":"a user name"},"identityFile":{"type":"string","minLength":1},"hostKey":{"type":"string","pattern":"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+={0,3}( .*)?$","x-expected":"a public key as in known_hosts without the host, such as `ssh-ed25519 AAAA…`"},"proxyJump":{"type":"array","items":{"type":"string","minLength":1,"pattern":"^[^\\s-][^\\s]*$","x-expected":"a machine's name or `[user@]host[:port]`"},"maxItems":8}}};
const schema21 = {"type":"string","pattern":"^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$","x-expected":"a time span of 5 s or more, such as 30s, 5min or 1h"};
const pattern7 = new RegExp("^[A-Za-z0-9_:\\[][A-Za-z0-9_.:%\\[\\]-]*$", "u");
const pattern8 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?$", "u");
const pattern9 = new RegExp("^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+={0,3}( .*)?$", "u");
const pattern10 = new RegExp("^[^\\s-][^\\s]*$", "u");
const pattern11 = new RegExp("^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$", "u");

function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ssh === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ssh"},message:"must have required property '"+"ssh"+"'",schema:schema19.required,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "ssh") || (key0 === "sudo")) || (key0 === "scope")) || (key0 === "unschedulable")) || (key0 === "drain")) || (key0 === "failover")) || (key0 === "maxUnits"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.ssh !== undefined){
let data0 = data.ssh;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.host === undefined){
const err2 = {instancePath:instancePath+"/ssh",schemaPath:"#/definitions/ssh/required",keyword:"required",params:{missingProperty: "host"},message:"must have required property '"+"host"+"'",schema:schema20.required,parentSchema:schema20,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key1 in data0){
if(!((((((key1 === "host") || (key1 === "port")) || (key1 === "user")) || (key1 === "identityFile")) || (key1 === "hostKey")) || (key1 === "proxyJump"))){
const err3 = {instancePath:instancePath+"/ssh",schemaPath:"#/definitions/ssh/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema20,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.host !== undefined){
let data1 = data0.host;
if(typeof data1 === "string"){
if(func3(data1) > 253){
const err4 = {instancePath:instancePath+"/ssh/host",schemaPath:"#/definitions/ssh/properties/host/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema20.properties.host,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(func3(data1) < 1){
const err5 = {instancePath:instancePath+"/ssh/host",schemaPath:"#/definitions/ssh/properties/host/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema20.properties.host,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if(!pattern7.test(data1)){
const err6 = {instancePath:instancePath+"/ssh/host",schemaPath:"#/definitions/ssh/properties/host/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_:\\[][A-Za-z0-9_.:%\\[\\]-]*$"},message:"must match pattern \""+"^[A-Za-z0-9_:\\[][A-Za-z0-9_.:%\\[\\]-]*$"+"\"",schema:"^[A-Za-z0-9_:\\[][A-Za-z0-9_.:%\\[\\]-]*$",parentSchema:schema20.properties.host,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/ssh/host",schemaPath:"#/definitions/ssh/properties/host/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.host.type,parentSchema:schema20.properties.host,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data0.port !== undefined){
let data2 = data0.port;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err8 = {instancePath:instancePath+"/ssh/port",schemaPath:"#/definitions/ssh/properties/port/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema20.properties.port.type,parentSchema:schema20.properties.port,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 65535 || isNaN(data2)){
const err9 = {instancePath:instancePath+"/ssh/port",schemaPath:"#/definitions/ssh/properties/port/maximum",keyword:"maximum",params:{comparison: "<=", limit: 65535},message:"must be <= 65535",schema:65535,parentSchema:schema20.properties.port,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err10 = {instancePath:instancePath+"/ssh/port",schemaPath:"#/definitions/ssh/properties/port/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema20.properties.port,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data0.user !== undefined){
let data3 = data0.user;
if(typeof data3 === "string"){
if(func3(data3) > 64){
const err11 = {instancePath:instancePath+"/ssh/user",schemaPath:"#/definitions/ssh/properties/user/maxLength",keyword:"maxLength",params:{limit: 64},message:"must NOT have more than 64 characters",schema:64,parentSchema:schema20.properties.user,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if(func3(data3) < 1){
const err12 = {instancePath:instancePath+"/ssh/user",schemaPath:"#/definitions/ssh/properties/user/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema20.properties.user,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(!pattern8.test(data3)){
const err13 = {instancePath:instancePath+"/ssh/user",schemaPath:"#/definitions/ssh/properties/user/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?$"},message:"must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?$"+"\"",schema:"^[A-Za-z0-9_][A-Za-z0-9_.@\\\\-]*\\$?$",parentSchema:schema20.properties.user,data:data3};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/ssh/user",schemaPath:"#/definitions/ssh/properties/user/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.user.type,parentSchema:schema20.properties.user,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data0.identityFile !== undefined){
let data4 = data0.identityFile;
if(typeof data4 === "string"){
if(func3(data4) < 1){
const err15 = {instancePath:instancePath+"/ssh/identityFile",schemaPath:"#/definitions/ssh/properties/identityFile/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema20.properties.identityFile,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/ssh/identityFile",schemaPath:"#/definitions/ssh/properties/identityFile/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.identityFile.type,parentSchema:schema20.properties.identityFile,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data0.hostKey !== undefined){
let data5 = data0.hostKey;
if(typeof data5 === "string"){
if(!pattern9.test(data5)){
const err17 = {instancePath:instancePath+"/ssh/hostKey",schemaPath:"#/definitions/ssh/properties/hostKey/pattern",keyword:"pattern",params:{pattern: "^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+={0,3}( .*)?$"},message:"must match pattern \""+"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+={0,3}( .*)?$"+"\"",schema:"^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+) +[A-Za-z0-9+/]+={0,3}( .*)?$",parentSchema:schema20.properties.hostKey,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
else {
const err18 = {instancePath:instancePath+"/ssh/hostKey",schemaPath:"#/definitions/ssh/properties/hostKey/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.hostKey.type,parentSchema:schema20.properties.hostKey,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data0.proxyJump !== undefined){
let data6 = data0.proxyJump;
if(Array.isArray(data6)){
if(data6.length > 8){
const err19 = {instancePath:instancePath+"/ssh/proxyJump",schemaPath:"#/definitions/ssh/properties/proxyJump/maxItems",keyword:"maxItems",params:{limit: 8},message:"must NOT have more than 8 items",schema:8,parentSchema:schema20.properties.proxyJump,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
if(typeof data7 === "string"){
if(func3(data7) < 1){
const err20 = {instancePath:instancePath+"/ssh/proxyJump/" + i0,schemaPath:"#/definitions/ssh/properties/proxyJump/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema20.properties.proxyJump.items,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!pattern10.test(data7)){
const err21 = {instancePath:instancePath+"/ssh/proxyJump/" + i0,schemaPath:"#/definitions/ssh/properties/proxyJump/items/pattern",keyword:"pattern",params:{pattern: "^[^\\s-][^\\s]*$"},message:"must match pattern \""+"^[^\\s-][^\\s]*$"+"\"",schema:"^[^\\s-][^\\s]*$",parentSchema:schema20.properties.proxyJump.items,data:data7};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/ssh/proxyJump/" + i0,schemaPath:"#/definitions/ssh/properties/proxyJump/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema20.properties.proxyJump.items.type,parentSchema:schema20.properties.proxyJump.items,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/ssh/proxyJump",schemaPath:"#/definitions/ssh/properties/proxyJump/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema20.properties.proxyJump.type,parentSchema:schema20.properties.proxyJump,data:data6};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/ssh",schemaPath:"#/definitions/ssh/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema20.type,parentSchema:schema20,data:data0};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.sudo !== undefined){
let data8 = data.sudo;
if(typeof data8 !== "boolean"){
const err25 = {instancePath:instancePath+"/sudo",schemaPath:"#/properties/sudo/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema19.properties.sudo.type,parentSchema:schema19.properties.sudo,data:data8};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data.scope !== undefined){
let data9 = data.scope;
if(typeof data9 !== "string"){
const err26 = {instancePath:instancePath+"/scope",schemaPath:"#/properties/scope/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema19.properties.scope.type,parentSchema:schema19.properties.scope,data:data9};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
if(!((data9 === "system") || (data9 === "user"))){
const err27 = {instancePath:instancePath+"/scope",schemaPath:"#/properties/scope/enum",keyword:"enum",params:{allowedValues: schema19.properties.scope.enum},message:"must be equal to one of the allowed values",schema:schema19.properties.scope.enum,parentSchema:schema19.properties.scope,data:data9};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data.unschedulable !== undefined){
let data10 = data.unschedulable;
if(typeof data10 !== "boolean"){
const err28 = {instancePath:instancePath+"/unschedulable",schemaPath:"#/properties/unschedulable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema19.properties.unschedulable.type,parentSchema:schema19.properties.unschedulable,data:data10};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data.drain !== undefined){
let data11 = data.drain;
if(typeof data11 !== "boolean"){
const err29 = {instancePath:instancePath+"/drain",schemaPath:"#/properties/drain/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema19.properties.drain.type,parentSchema:schema19.properties.drain,data:data11};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.failover !== undefined){
let data12 = data.failover;
if(data12 && typeof data12 == "object" && !Array.isArray(data12)){
for(const key2 in data12){
if(!(key2 === "after")){
const err30 = {instancePath:instancePath+"/failover",schemaPath:"#/properties/failover/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema19.properties.failover,data:data12};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data12.after !== undefined){
let data13 = data12.after;
if(typeof data13 === "string"){
if(!pattern11.test(data13)){
const err31 = {instancePath:instancePath+"/failover/after",schemaPath:"#/definitions/grace/pattern",keyword:"pattern",params:{pattern: "^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$"},message:"must match pattern \""+"^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$"+"\"",schema:"^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$",parentSchema:schema21,data:data13};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
else {
const err32 = {instancePath:instancePath+"/failover/after",schemaPath:"#/definitions/grace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data:data13};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath:instancePath+"/failover",schemaPath:"#/properties/failover/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.properties.failover.type,parentSchema:schema19.properties.failover,data:data12};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.maxUnits !== undefined){
let data14 = data.maxUnits;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err34 = {instancePath:instancePath+"/maxUnits",schemaPath:"#/properties/maxUnits/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema19.properties.maxUnits.type,parentSchema:schema19.properties.maxUnits,data:data14};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
const err35 = {instancePath:instancePath+"/maxUnits",schemaPath:"#/properties/maxUnits/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema19.properties.maxUnits,data:data14};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
}
}
else {
const err36 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema19.type,parentSchema:schema19,data};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}

const schema22 = {"type":"object","additionalProperties":false,"properties":{"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}},"observedGeneration":{"type":"integer","minimum":0},"facts":{"$ref":"#/definitions/facts"},"hearing":{"$ref":"#/definitions/hearing"},"units":{"type":"integer","minimum":0},"standing":{"type":"string","enum":["Ready","Suspect","Lost","Fenced"]},"lastContact":{"type":"string"}}};
const schema23 = {"$id":"https://muster.dev/schemas/v1/condition.schema.json","type":"object","additionalProperties":false,"required":["type","status","reason","message","lastTransitionTime"],"properties":{"type":{"type":"string","minLength":1},"status":{"type":"string","enum":["True","False","Unknown"]},"reason":{"type":"string"},"message":{"type":"string"},"lastTransitionTime":{"type":"string"},"observedGeneration":{"type":"integer","minimum":0}}};
const schema24 = {"type":"object","additionalProperties":false,"properties":{"hostname":{"type":"string"},"machineID":{"type":"string"},"bootID":{"type":"string"},"systemdVersion":{"type":"integer","minimum":0},"os":{"type":"string"},"kernel":{"type":"string"},"architecture":{"type":"string"},"addresses":{"type":"array","items":{"type":"string"}},"cpus":{"type":"integer","minimum":0},"memoryBytes":{"type":"integer","minimum":0}}};
const schema25 = {"type":"object","additionalProperties":false,"required":["by"],"properties":{"by":{"type":"string","enum":["signals","polling"]},"reason":{"type":"string"}}};

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((((((key0 === "conditions") || (key0 === "observedGeneration")) || (key0 === "facts")) || (key0 === "hearing")) || (key0 === "units")) || (key0 === "standing")) || (key0 === "lastContact"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.conditions !== undefined){
let data0 = data.conditions;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.type === undefined){
const err1 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data1.status === undefined){
const err2 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data1.reason === undefined){
const err3 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1.message === undefined){
const err4 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1.lastTransitionTime === undefined){
const err5 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key1 in data1){
if(!((((((key1 === "type") || (key1 === "status")) || (key1 === "reason")) || (key1 === "message")) || (key1 === "lastTransitionTime")) || (key1 === "observedGeneration"))){
const err6 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.type !== undefined){
let data2 = data1.type;
if(typeof data2 === "string"){
if(func3(data2) < 1){
const err7 = {instancePath:instancePath+"/conditions/" + i0+"/type",schemaPath:"condition.schema.json/properties/type/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema23.properties.type,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/conditions/" + i0+"/type",schemaPath:"condition.schema.json/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.type.type,parentSchema:schema23.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.status !== undefined){
let data3 = data1.status;
if(typeof data3 !== "string"){
const err9 = {instancePath:instancePath+"/conditions/" + i0+"/status",schemaPath:"condition.schema.json/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.status.type,parentSchema:schema23.properties.status,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(((data3 === "True") || (data3 === "False")) || (data3 === "Unknown"))){
const err10 = {instancePath:instancePath+"/conditions/" + i0+"/status",schemaPath:"condition.schema.json/properties/status/enum",keyword:"enum",params:{allowedValues: schema23.properties.status.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.status.enum,parentSchema:schema23.properties.status,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data1.reason !== undefined){
let data4 = data1.reason;
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/conditions/" + i0+"/reason",schemaPath:"condition.schema.json/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.reason.type,parentSchema:schema23.properties.reason,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data1.message !== undefined){
let data5 = data1.message;
if(typeof data5 !== "string"){
const err12 = {instancePath:instancePath+"/conditions/" + i0+"/message",schemaPath:"condition.schema.json/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.message.type,parentSchema:schema23.properties.message,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data1.lastTransitionTime !== undefined){
let data6 = data1.lastTransitionTime;
if(typeof data6 !== "string"){
const err13 = {instancePath:instancePath+"/conditions/" + i0+"/lastTransitionTime",schemaPath:"condition.schema.json/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.lastTransitionTime.type,parentSchema:schema23.properties.lastTransitionTime,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data1.observedGeneration !== undefined){
let data7 = data1.observedGeneration;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err14 = {instancePath:instancePath+"/conditions/" + i0+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema23.properties.observedGeneration.type,parentSchema:schema23.properties.observedGeneration,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err15 = {instancePath:instancePath+"/conditions/" + i0+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.observedGeneration,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
}
else {
const err16 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/conditions",schemaPath:"#/properties/conditions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema22.properties.conditions.type,parentSchema:schema22.properties.conditions,data:data0};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.observedGeneration !== undefined){
let data8 = data.observedGeneration;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err18 = {instancePath:instancePath+"/observedGeneration",schemaPath:"#/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema22.properties.observedGeneration.type,parentSchema:schema22.properties.observedGeneration,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err19 = {instancePath:instancePath+"/observedGeneration",schemaPath:"#/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema22.properties.observedGeneration,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data.facts !== undefined){
let data9 = data.facts;
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key2 in data9){
if(!(func2.call(schema24.properties, key2))){
const err20 = {instancePath:instancePath+"/facts",schemaPath:"#/definitions/facts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema24,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data9.hostname !== undefined){
let data10 = data9.hostname;
if(typeof data10 !== "string"){
const err21 = {instancePath:instancePath+"/facts/hostname",schemaPath:"#/definitions/facts/properties/hostname/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.hostname.type,parentSchema:schema24.properties.hostname,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data9.machineID !== undefined){
let data11 = data9.machineID;
if(typeof data11 !== "string"){
const err22 = {instancePath:instancePath+"/facts/machineID",schemaPath:"#/definitions/facts/properties/machineID/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.machineID.type,parentSchema:schema24.properties.machineID,data:data11};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data9.bootID !== undefined){
let data12 = data9.bootID;
if(typeof data12 !== "string"){
const err23 = {instancePath:instancePath+"/facts/bootID",schemaPath:"#/definitions/facts/properties/bootID/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.bootID.type,parentSchema:schema24.properties.bootID,data:data12};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data9.systemdVersion !== undefined){
let data13 = data9.systemdVersion;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err24 = {instancePath:instancePath+"/facts/systemdVersion",schemaPath:"#/definitions/facts/properties/systemdVersion/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema24.properties.systemdVersion.type,parentSchema:schema24.properties.systemdVersion,data:data13};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err25 = {instancePath:instancePath+"/facts/systemdVersion",schemaPath:"#/definitions/facts/properties/systemdVersion/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema24.properties.systemdVersion,data:data13};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
}
if(data9.os !== undefined){
let data14 = data9.os;
if(typeof data14 !== "string"){
const err26 = {instancePath:instancePath+"/facts/os",schemaPath:"#/definitions/facts/properties/os/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.os.type,parentSchema:schema24.properties.os,data:data14};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data9.kernel !== undefined){
let data15 = data9.kernel;
if(typeof data15 !== "string"){
const err27 = {instancePath:instancePath+"/facts/kernel",schemaPath:"#/definitions/facts/properties/kernel/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.kernel.type,parentSchema:schema24.properties.kernel,data:data15};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data9.architecture !== undefined){
let data16 = data9.architecture;
if(typeof data16 !== "string"){
const err28 = {instancePath:instancePath+"/facts/architecture",schemaPath:"#/definitions/facts/properties/architecture/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.architecture.type,parentSchema:schema24.properties.architecture,data:data16};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data9.addresses !== undefined){
let data17 = data9.addresses;
if(Array.isArray(data17)){
const len1 = data17.length;
for(let i1=0; i1<len1; i1++){
let data18 = data17[i1];
if(typeof data18 !== "string"){
const err29 = {instancePath:instancePath+"/facts/addresses/" + i1,schemaPath:"#/definitions/facts/properties/addresses/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema24.properties.addresses.items.type,parentSchema:schema24.properties.addresses.items,data:data18};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/facts/addresses",schemaPath:"#/definitions/facts/properties/addresses/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema24.properties.addresses.type,parentSchema:schema24.properties.addresses,data:data17};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data9.cpus !== undefined){
let data19 = data9.cpus;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
const err31 = {instancePath:instancePath+"/facts/cpus",schemaPath:"#/definitions/facts/properties/cpus/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema24.properties.cpus.type,parentSchema:schema24.properties.cpus,data:data19};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data19 == "number") && (isFinite(data19))){
if(data19 < 0 || isNaN(data19)){
const err32 = {instancePath:instancePath+"/facts/cpus",schemaPath:"#/definitions/facts/properties/cpus/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema24.properties.cpus,data:data19};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data9.memoryBytes !== undefined){
let data20 = data9.memoryBytes;
if(!(((typeof data20 == "number") && (!(data20 % 1) && !isNaN(data20))) && (isFinite(data20)))){
const err33 = {instancePath:instancePath+"/facts/memoryBytes",schemaPath:"#/definitions/facts/properties/memoryBytes/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema24.properties.memoryBytes.type,parentSchema:schema24.properties.memoryBytes,data:data20};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data20 == "number") && (isFinite(data20))){
if(data20 < 0 || isNaN(data20)){
const err34 = {instancePath:instancePath+"/facts/memoryBytes",schemaPath:"#/definitions/facts/properties/memoryBytes/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema24.properties.memoryBytes,data:data20};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
}
else {
const err35 = {instancePath:instancePath+"/facts",schemaPath:"#/definitions/facts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema24.type,parentSchema:schema24,data:data9};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.hearing !== undefined){
let data21 = data.hearing;
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
if(data21.by === undefined){
const err36 = {instancePath:instancePath+"/hearing",schemaPath:"#/definitions/hearing/required",keyword:"required",params:{missingProperty: "by"},message:"must have required property '"+"by"+"'",schema:schema25.required,parentSchema:schema25,data:data21};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
for(const key3 in data21){
if(!((key3 === "by") || (key3 === "reason"))){
const err37 = {instancePath:instancePath+"/hearing",schemaPath:"#/definitions/hearing/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema25,data:data21};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data21.by !== undefined){
let data22 = data21.by;
if(typeof data22 !== "string"){
const err38 = {instancePath:instancePath+"/hearing/by",schemaPath:"#/definitions/hearing/properties/by/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.by.type,parentSchema:schema25.properties.by,data:data22};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(!((data22 === "signals") || (data22 === "polling"))){
const err39 = {instancePath:instancePath+"/hearing/by",schemaPath:"#/definitions/hearing/properties/by/enum",keyword:"enum",params:{allowedValues: schema25.properties.by.enum},message:"must be equal to one of the allowed values",schema:schema25.properties.by.enum,parentSchema:schema25.properties.by,data:data22};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data21.reason !== undefined){
let data23 = data21.reason;
if(typeof data23 !== "string"){
const err40 = {instancePath:instancePath+"/hearing/reason",schemaPath:"#/definitions/hearing/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema25.properties.reason.type,parentSchema:schema25.properties.reason,data:data23};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
}
else {
const err41 = {instancePath:instancePath+"/hearing",schemaPath:"#/definitions/hearing/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema25.type,parentSchema:schema25,data:data21};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.units !== undefined){
let data24 = data.units;
if(!(((typeof data24 == "number") && (!(data24 % 1) && !isNaN(data24))) && (isFinite(data24)))){
const err42 = {instancePath:instancePath+"/units",schemaPath:"#/properties/units/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema22.properties.units.type,parentSchema:schema22.properties.units,data:data24};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
if((typeof data24 == "number") && (isFinite(data24))){
if(data24 < 0 || isNaN(data24)){
const err43 = {instancePath:instancePath+"/units",schemaPath:"#/properties/units/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema22.properties.units,data:data24};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
if(data.standing !== undefined){
let data25 = data.standing;
if(typeof data25 !== "string"){
const err44 = {instancePath:instancePath+"/standing",schemaPath:"#/properties/standing/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.standing.type,parentSchema:schema22.properties.standing,data:data25};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(!((((data25 === "Ready") || (data25 === "Suspect")) || (data25 === "Lost")) || (data25 === "Fenced"))){
const err45 = {instancePath:instancePath+"/standing",schemaPath:"#/properties/standing/enum",keyword:"enum",params:{allowedValues: schema22.properties.standing.enum},message:"must be equal to one of the allowed values",schema:schema22.properties.standing.enum,parentSchema:schema22.properties.standing,data:data25};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data.lastContact !== undefined){
let data26 = data.lastContact;
if(typeof data26 !== "string"){
const err46 = {instancePath:instancePath+"/lastContact",schemaPath:"#/properties/lastContact/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema22.properties.lastContact.type,parentSchema:schema22.properties.lastContact,data:data26};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema22.type,parentSchema:schema22,data};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}


function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/machine.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema18.required,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema18.required,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema18.required,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'",schema:schema18.required,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema18.properties.apiVersion.type,parentSchema:schema18.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("muster.dev/v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "muster.dev/v1"},message:"must be equal to constant",schema:"muster.dev/v1",parentSchema:schema18.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema18.properties.kind.type,parentSchema:schema18.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if("Machine" !== data1){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Machine"},message:"must be equal to constant",schema:"Machine",parentSchema:schema18.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.spec !== undefined){
if(!(validate19(data.spec, {instancePath:instancePath+"/spec",parentData:data,parentDataProperty:"spec",rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
if(data.status !== undefined){
if(!(validate21(data.status, {instancePath:instancePath+"/status",parentData:data,parentDataProperty:"status",rootData}))){
vErrors = vErrors === null ? validate21.errors : vErrors.concat(validate21.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema18.type,parentSchema:schema18,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}

export const validateNamespace = validate23;
const schema26 = {"$id":"https://muster.dev/schemas/v1/namespace.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata"],"properties":{"apiVersion":{"type":"string","const":"v1"},"kind":{"type":"string","const":"Namespace"},"metadata":{"$ref":"object-meta.schema.json"},"spec":{"type":"object","additionalProperties":false,"properties":{"finalizers":{"type":"array","items":{"type":"string"}}}},"status":{"type":"object","additionalProperties":false,"properties":{"phase":{"type":"string","enum":["Active","Terminating"]},"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}}}}}};

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/namespace.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema26.required,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema26.required,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema26.required,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.properties.apiVersion.type,parentSchema:schema26.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if("v1" !== data0){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "v1"},message:"must be equal to constant",schema:"v1",parentSchema:schema26.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.properties.kind.type,parentSchema:schema26.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if("Namespace" !== data1){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Namespace"},message:"must be equal to constant",schema:"Namespace",parentSchema:schema26.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.spec !== undefined){
let data3 = data.spec;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key1 in data3){
if(!(key1 === "finalizers")){
const err8 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema26.properties.spec,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data3.finalizers !== undefined){
let data4 = data3.finalizers;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(typeof data5 !== "string"){
const err9 = {instancePath:instancePath+"/spec/finalizers/" + i0,schemaPath:"#/properties/spec/properties/finalizers/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.properties.spec.properties.finalizers.items.type,parentSchema:schema26.properties.spec.properties.finalizers.items,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/spec/finalizers",schemaPath:"#/properties/spec/properties/finalizers/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.properties.spec.properties.finalizers.type,parentSchema:schema26.properties.spec.properties.finalizers,data:data4};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/spec",schemaPath:"#/properties/spec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.properties.spec.type,parentSchema:schema26.properties.spec,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.status !== undefined){
let data6 = data.status;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key2 in data6){
if(!((key2 === "phase") || (key2 === "conditions"))){
const err12 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema26.properties.status,data:data6};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data6.phase !== undefined){
let data7 = data6.phase;
if(typeof data7 !== "string"){
const err13 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema26.properties.status.properties.phase.type,parentSchema:schema26.properties.status.properties.phase,data:data7};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(!((data7 === "Active") || (data7 === "Terminating"))){
const err14 = {instancePath:instancePath+"/status/phase",schemaPath:"#/properties/status/properties/phase/enum",keyword:"enum",params:{allowedValues: schema26.properties.status.properties.phase.enum},message:"must be equal to one of the allowed values",schema:schema26.properties.status.properties.phase.enum,parentSchema:schema26.properties.status.properties.phase,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data6.conditions !== undefined){
let data8 = data6.conditions;
if(Array.isArray(data8)){
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
let data9 = data8[i1];
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
if(data9.type === undefined){
const err15 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema23.required,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(data9.status === undefined){
const err16 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'",schema:schema23.required,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if(data9.reason === undefined){
const err17 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema23.required,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data9.message === undefined){
const err18 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'",schema:schema23.required,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(data9.lastTransitionTime === undefined){
const err19 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'",schema:schema23.required,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
for(const key3 in data9){
if(!((((((key3 === "type") || (key3 === "status")) || (key3 === "reason")) || (key3 === "message")) || (key3 === "lastTransitionTime")) || (key3 === "observedGeneration"))){
const err20 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
if(data9.type !== undefined){
let data10 = data9.type;
if(typeof data10 === "string"){
if(func3(data10) < 1){
const err21 = {instancePath:instancePath+"/status/conditions/" + i1+"/type",schemaPath:"condition.schema.json/properties/type/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema23.properties.type,data:data10};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
else {
const err22 = {instancePath:instancePath+"/status/conditions/" + i1+"/type",schemaPath:"condition.schema.json/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.type.type,parentSchema:schema23.properties.type,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data9.status !== undefined){
let data11 = data9.status;
if(typeof data11 !== "string"){
const err23 = {instancePath:instancePath+"/status/conditions/" + i1+"/status",schemaPath:"condition.schema.json/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.status.type,parentSchema:schema23.properties.status,data:data11};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
if(!(((data11 === "True") || (data11 === "False")) || (data11 === "Unknown"))){
const err24 = {instancePath:instancePath+"/status/conditions/" + i1+"/status",schemaPath:"condition.schema.json/properties/status/enum",keyword:"enum",params:{allowedValues: schema23.properties.status.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.status.enum,parentSchema:schema23.properties.status,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data9.reason !== undefined){
let data12 = data9.reason;
if(typeof data12 !== "string"){
const err25 = {instancePath:instancePath+"/status/conditions/" + i1+"/reason",schemaPath:"condition.schema.json/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.reason.type,parentSchema:schema23.properties.reason,data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data9.message !== undefined){
let data13 = data9.message;
if(typeof data13 !== "string"){
const err26 = {instancePath:instancePath+"/status/conditions/" + i1+"/message",schemaPath:"condition.schema.json/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.message.type,parentSchema:schema23.properties.message,data:data13};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data9.lastTransitionTime !== undefined){
let data14 = data9.lastTransitionTime;
if(typeof data14 !== "string"){
const err27 = {instancePath:instancePath+"/status/conditions/" + i1+"/lastTransitionTime",schemaPath:"condition.schema.json/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.lastTransitionTime.type,parentSchema:schema23.properties.lastTransitionTime,data:data14};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data9.observedGeneration !== undefined){
let data15 = data9.observedGeneration;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err28 = {instancePath:instancePath+"/status/conditions/" + i1+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema23.properties.observedGeneration.type,parentSchema:schema23.properties.observedGeneration,data:data15};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 0 || isNaN(data15)){
const err29 = {instancePath:instancePath+"/status/conditions/" + i1+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.observedGeneration,data:data15};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
}
else {
const err30 = {instancePath:instancePath+"/status/conditions/" + i1,schemaPath:"condition.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data:data9};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/status/conditions",schemaPath:"#/properties/status/properties/conditions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema26.properties.status.properties.conditions.type,parentSchema:schema26.properties.status.properties.conditions,data:data8};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/status",schemaPath:"#/properties/status/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.properties.status.type,parentSchema:schema26.properties.status,data:data6};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema26.type,parentSchema:schema26,data};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
validate23.errors = vErrors;
return errors === 0;
}

export const validatePlacement = validate25;
const schema28 = {"$id":"https://muster.dev/schemas/v1/placement.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","spec"],"properties":{"apiVersion":{"type":"string","const":"muster.dev/v1"},"kind":{"type":"string","const":"Placement"},"metadata":{"$ref":"object-meta.schema.json"},"spec":{"$ref":"#/definitions/spec"},"status":{"$ref":"#/definitions/status"}},"definitions":{"spec":{"type":"object","additionalProperties":false,"required":["unit","machine"],"properties":{"unit":{"type":"string","minLength":1,"maxLength":255},"machine":{"type":"string","minLength":1,"maxLength":253},"instance":{"type":"string"},"state":{"type":"string","enum":["active","inactive"]}}},"status":{"type":"object","additionalProperties":false,"properties":{"sync":{"type":"string","enum":["Synced","OutOfSync","Unknown"]},"health":{"type":"string","enum":["Healthy","Suspended","Progressing","Missing","Degraded","Unknown"]},"phase":{"type":"string"},"activeState":{"type":"string"},"subState":{"type":"string"},"invocationID":{"type":"string"},"mainPID":{"type":"integer","minimum":0},"restarts":{"type":"integer","minimum":0},"digests":{"$ref":"#/definitions/digests"},"drift":{"type":"array","items":{"$ref":"#/definitions/drift"}},"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}},"fenced":{"type":"boolean"},"observedGeneration":{"type":"integer","minimum":0},"lastAct":{"$ref":"#/definitions/lastAct"},"nextAttemptAt":{"type":"string"}}},"digests":{"type":"object","additionalProperties":false,"properties":{"desired":{"type":"string"},"disk":{"type":"string"},"loaded":{"type":"string"},"running":{"type":"string"}}},"drift":{"type":"object","additionalProperties":false,"required":["kind","subject","message","heals"],"properties":{"kind":{"type":"string"},"subject":{"type":"string"},"message":{"type":"string"},"heals":{"type":"boolean"}}},"lastAct":{"type":"object","additionalProperties":false,"required":["at","steps","durationMs"],"properties":{"at":{"type":"string"},"steps":{"type":"array","items":{"type":"string"}},"durationMs":{"type":"number","minimum":0}}}}};
const schema29 = {"type":"object","additionalProperties":false,"required":["unit","machine"],"properties":{"unit":{"type":"string","minLength":1,"maxLength":255},"machine":{"type":"string","minLength":1,"maxLength":253},"instance":{"type":"string"},"state":{"type":"string","enum":["active","inactive"]}}};
const schema30 = {"type":"object","additionalProperties":false,"properties":{"sync":{"type":"string","enum":["Synced","OutOfSync","Unknown"]},"health":{"type":"string","enum":["Healthy","Suspended","Progressing","Missing","Degraded","Unknown"]},"phase":{"type":"string"},"activeState":{"type":"string"},"subState":{"type":"string"},"invocationID":{"type":"string"},"mainPID":{"type":"integer","minimum":0},"restarts":{"type":"integer","minimum":0},"digests":{"$ref":"#/definitions/digests"},"drift":{"type":"array","items":{"$ref":"#/definitions/drift"}},"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}},"fenced":{"type":"boolean"},"observedGeneration":{"type":"integer","minimum":0},"lastAct":{"$ref":"#/definitions/lastAct"},"nextAttemptAt":{"type":"string"}}};
const schema31 = {"type":"object","additionalProperties":false,"properties":{"desired":{"type":"string"},"disk":{"type":"string"},"loaded":{"type":"string"},"running":{"type":"string"}}};
const schema32 = {"type":"object","additionalProperties":false,"required":["kind","subject","message","heals"],"properties":{"kind":{"type":"string"},"subject":{"type":"string"},"message":{"type":"string"},"heals":{"type":"boolean"}}};
const schema34 = {"type":"object","additionalProperties":false,"required":["at","steps","durationMs"],"properties":{"at":{"type":"string"},"steps":{"type":"array","items":{"type":"string"}},"durationMs":{"type":"number","minimum":0}}};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema30.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.sync !== undefined){
let data0 = data.sync;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/sync",schemaPath:"#/properties/sync/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.sync.type,parentSchema:schema30.properties.sync,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!(((data0 === "Synced") || (data0 === "OutOfSync")) || (data0 === "Unknown"))){
const err2 = {instancePath:instancePath+"/sync",schemaPath:"#/properties/sync/enum",keyword:"enum",params:{allowedValues: schema30.properties.sync.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.sync.enum,parentSchema:schema30.properties.sync,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.health !== undefined){
let data1 = data.health;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/health",schemaPath:"#/properties/health/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.health.type,parentSchema:schema30.properties.health,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(!((((((data1 === "Healthy") || (data1 === "Suspended")) || (data1 === "Progressing")) || (data1 === "Missing")) || (data1 === "Degraded")) || (data1 === "Unknown"))){
const err4 = {instancePath:instancePath+"/health",schemaPath:"#/properties/health/enum",keyword:"enum",params:{allowedValues: schema30.properties.health.enum},message:"must be equal to one of the allowed values",schema:schema30.properties.health.enum,parentSchema:schema30.properties.health,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.phase !== undefined){
let data2 = data.phase;
if(typeof data2 !== "string"){
const err5 = {instancePath:instancePath+"/phase",schemaPath:"#/properties/phase/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.phase.type,parentSchema:schema30.properties.phase,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.activeState !== undefined){
let data3 = data.activeState;
if(typeof data3 !== "string"){
const err6 = {instancePath:instancePath+"/activeState",schemaPath:"#/properties/activeState/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.activeState.type,parentSchema:schema30.properties.activeState,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.subState !== undefined){
let data4 = data.subState;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/subState",schemaPath:"#/properties/subState/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.subState.type,parentSchema:schema30.properties.subState,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.invocationID !== undefined){
let data5 = data.invocationID;
if(typeof data5 !== "string"){
const err8 = {instancePath:instancePath+"/invocationID",schemaPath:"#/properties/invocationID/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.invocationID.type,parentSchema:schema30.properties.invocationID,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.mainPID !== undefined){
let data6 = data.mainPID;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
const err9 = {instancePath:instancePath+"/mainPID",schemaPath:"#/properties/mainPID/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema30.properties.mainPID.type,parentSchema:schema30.properties.mainPID,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
const err10 = {instancePath:instancePath+"/mainPID",schemaPath:"#/properties/mainPID/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema30.properties.mainPID,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
if(data.restarts !== undefined){
let data7 = data.restarts;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err11 = {instancePath:instancePath+"/restarts",schemaPath:"#/properties/restarts/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema30.properties.restarts.type,parentSchema:schema30.properties.restarts,data:data7};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err12 = {instancePath:instancePath+"/restarts",schemaPath:"#/properties/restarts/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema30.properties.restarts,data:data7};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
if(data.digests !== undefined){
let data8 = data.digests;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
for(const key1 in data8){
if(!((((key1 === "desired") || (key1 === "disk")) || (key1 === "loaded")) || (key1 === "running"))){
const err13 = {instancePath:instancePath+"/digests",schemaPath:"#/definitions/digests/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema31,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data8.desired !== undefined){
let data9 = data8.desired;
if(typeof data9 !== "string"){
const err14 = {instancePath:instancePath+"/digests/desired",schemaPath:"#/definitions/digests/properties/desired/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.desired.type,parentSchema:schema31.properties.desired,data:data9};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data8.disk !== undefined){
let data10 = data8.disk;
if(typeof data10 !== "string"){
const err15 = {instancePath:instancePath+"/digests/disk",schemaPath:"#/definitions/digests/properties/disk/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.disk.type,parentSchema:schema31.properties.disk,data:data10};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data8.loaded !== undefined){
let data11 = data8.loaded;
if(typeof data11 !== "string"){
const err16 = {instancePath:instancePath+"/digests/loaded",schemaPath:"#/definitions/digests/properties/loaded/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.loaded.type,parentSchema:schema31.properties.loaded,data:data11};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data8.running !== undefined){
let data12 = data8.running;
if(typeof data12 !== "string"){
const err17 = {instancePath:instancePath+"/digests/running",schemaPath:"#/definitions/digests/properties/running/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema31.properties.running.type,parentSchema:schema31.properties.running,data:data12};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/digests",schemaPath:"#/definitions/digests/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema31.type,parentSchema:schema31,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.drift !== undefined){
let data13 = data.drift;
if(Array.isArray(data13)){
const len0 = data13.length;
for(let i0=0; i0<len0; i0++){
let data14 = data13[i0];
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
if(data14.kind === undefined){
const err19 = {instancePath:instancePath+"/drift/" + i0,schemaPath:"#/definitions/drift/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema32.required,parentSchema:schema32,data:data14};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(data14.subject === undefined){
const err20 = {instancePath:instancePath+"/drift/" + i0,schemaPath:"#/definitions/drift/required",keyword:"required",params:{missingProperty: "subject"},message:"must have required property '"+"subject"+"'",schema:schema32.required,parentSchema:schema32,data:data14};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data14.message === undefined){
const err21 = {instancePath:instancePath+"/drift/" + i0,schemaPath:"#/definitions/drift/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'",schema:schema32.required,parentSchema:schema32,data:data14};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(data14.heals === undefined){
const err22 = {instancePath:instancePath+"/drift/" + i0,schemaPath:"#/definitions/drift/required",keyword:"required",params:{missingProperty: "heals"},message:"must have required property '"+"heals"+"'",schema:schema32.required,parentSchema:schema32,data:data14};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
for(const key2 in data14){
if(!((((key2 === "kind") || (key2 === "subject")) || (key2 === "message")) || (key2 === "heals"))){
const err23 = {instancePath:instancePath+"/drift/" + i0,schemaPath:"#/definitions/drift/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema32,data:data14};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data14.kind !== undefined){
let data15 = data14.kind;
if(typeof data15 !== "string"){
const err24 = {instancePath:instancePath+"/drift/" + i0+"/kind",schemaPath:"#/definitions/drift/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.kind.type,parentSchema:schema32.properties.kind,data:data15};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data14.subject !== undefined){
let data16 = data14.subject;
if(typeof data16 !== "string"){
const err25 = {instancePath:instancePath+"/drift/" + i0+"/subject",schemaPath:"#/definitions/drift/properties/subject/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.subject.type,parentSchema:schema32.properties.subject,data:data16};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data14.message !== undefined){
let data17 = data14.message;
if(typeof data17 !== "string"){
const err26 = {instancePath:instancePath+"/drift/" + i0+"/message",schemaPath:"#/definitions/drift/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema32.properties.message.type,parentSchema:schema32.properties.message,data:data17};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data14.heals !== undefined){
let data18 = data14.heals;
if(typeof data18 !== "boolean"){
const err27 = {instancePath:instancePath+"/drift/" + i0+"/heals",schemaPath:"#/definitions/drift/properties/heals/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema32.properties.heals.type,parentSchema:schema32.properties.heals,data:data18};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/drift/" + i0,schemaPath:"#/definitions/drift/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema32.type,parentSchema:schema32,data:data14};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema30.properties.drift.type,parentSchema:schema30.properties.drift,data:data13};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data.conditions !== undefined){
let data19 = data.conditions;
if(Array.isArray(data19)){
const len1 = data19.length;
for(let i1=0; i1<len1; i1++){
let data20 = data19[i1];
if(data20 && typeof data20 == "object" && !Array.isArray(data20)){
if(data20.type === undefined){
const err30 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema23.required,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
if(data20.status === undefined){
const err31 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'",schema:schema23.required,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data20.reason === undefined){
const err32 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema23.required,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data20.message === undefined){
const err33 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'",schema:schema23.required,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data20.lastTransitionTime === undefined){
const err34 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'",schema:schema23.required,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
for(const key3 in data20){
if(!((((((key3 === "type") || (key3 === "status")) || (key3 === "reason")) || (key3 === "message")) || (key3 === "lastTransitionTime")) || (key3 === "observedGeneration"))){
const err35 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key3},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data20.type !== undefined){
let data21 = data20.type;
if(typeof data21 === "string"){
if(func3(data21) < 1){
const err36 = {instancePath:instancePath+"/conditions/" + i1+"/type",schemaPath:"condition.schema.json/properties/type/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema23.properties.type,data:data21};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
else {
const err37 = {instancePath:instancePath+"/conditions/" + i1+"/type",schemaPath:"condition.schema.json/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.type.type,parentSchema:schema23.properties.type,data:data21};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data20.status !== undefined){
let data22 = data20.status;
if(typeof data22 !== "string"){
const err38 = {instancePath:instancePath+"/conditions/" + i1+"/status",schemaPath:"condition.schema.json/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.status.type,parentSchema:schema23.properties.status,data:data22};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
if(!(((data22 === "True") || (data22 === "False")) || (data22 === "Unknown"))){
const err39 = {instancePath:instancePath+"/conditions/" + i1+"/status",schemaPath:"condition.schema.json/properties/status/enum",keyword:"enum",params:{allowedValues: schema23.properties.status.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.status.enum,parentSchema:schema23.properties.status,data:data22};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data20.reason !== undefined){
let data23 = data20.reason;
if(typeof data23 !== "string"){
const err40 = {instancePath:instancePath+"/conditions/" + i1+"/reason",schemaPath:"condition.schema.json/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.reason.type,parentSchema:schema23.properties.reason,data:data23};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data20.message !== undefined){
let data24 = data20.message;
if(typeof data24 !== "string"){
const err41 = {instancePath:instancePath+"/conditions/" + i1+"/message",schemaPath:"condition.schema.json/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.message.type,parentSchema:schema23.properties.message,data:data24};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data20.lastTransitionTime !== undefined){
let data25 = data20.lastTransitionTime;
if(typeof data25 !== "string"){
const err42 = {instancePath:instancePath+"/conditions/" + i1+"/lastTransitionTime",schemaPath:"condition.schema.json/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.lastTransitionTime.type,parentSchema:schema23.properties.lastTransitionTime,data:data25};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data20.observedGeneration !== undefined){
let data26 = data20.observedGeneration;
if(!(((typeof data26 == "number") && (!(data26 % 1) && !isNaN(data26))) && (isFinite(data26)))){
const err43 = {instancePath:instancePath+"/conditions/" + i1+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema23.properties.observedGeneration.type,parentSchema:schema23.properties.observedGeneration,data:data26};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if((typeof data26 == "number") && (isFinite(data26))){
if(data26 < 0 || isNaN(data26)){
const err44 = {instancePath:instancePath+"/conditions/" + i1+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.observedGeneration,data:data26};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
}
}
else {
const err45 = {instancePath:instancePath+"/conditions/" + i1,schemaPath:"condition.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data:data20};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/conditions",schemaPath:"#/properties/conditions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema30.properties.conditions.type,parentSchema:schema30.properties.conditions,data:data19};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data.fenced !== undefined){
let data27 = data.fenced;
if(typeof data27 !== "boolean"){
const err47 = {instancePath:instancePath+"/fenced",schemaPath:"#/properties/fenced/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema30.properties.fenced.type,parentSchema:schema30.properties.fenced,data:data27};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data.observedGeneration !== undefined){
let data28 = data.observedGeneration;
if(!(((typeof data28 == "number") && (!(data28 % 1) && !isNaN(data28))) && (isFinite(data28)))){
const err48 = {instancePath:instancePath+"/observedGeneration",schemaPath:"#/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema30.properties.observedGeneration.type,parentSchema:schema30.properties.observedGeneration,data:data28};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if((typeof data28 == "number") && (isFinite(data28))){
if(data28 < 0 || isNaN(data28)){
const err49 = {instancePath:instancePath+"/observedGeneration",schemaPath:"#/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema30.properties.observedGeneration,data:data28};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
if(data.lastAct !== undefined){
let data29 = data.lastAct;
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.at === undefined){
const err50 = {instancePath:instancePath+"/lastAct",schemaPath:"#/definitions/lastAct/required",keyword:"required",params:{missingProperty: "at"},message:"must have required property '"+"at"+"'",schema:schema34.required,parentSchema:schema34,data:data29};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
if(data29.steps === undefined){
const err51 = {instancePath:instancePath+"/lastAct",schemaPath:"#/definitions/lastAct/required",keyword:"required",params:{missingProperty: "steps"},message:"must have required property '"+"steps"+"'",schema:schema34.required,parentSchema:schema34,data:data29};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(data29.durationMs === undefined){
const err52 = {instancePath:instancePath+"/lastAct",schemaPath:"#/definitions/lastAct/required",keyword:"required",params:{missingProperty: "durationMs"},message:"must have required property '"+"durationMs"+"'",schema:schema34.required,parentSchema:schema34,data:data29};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
for(const key4 in data29){
if(!(((key4 === "at") || (key4 === "steps")) || (key4 === "durationMs"))){
const err53 = {instancePath:instancePath+"/lastAct",schemaPath:"#/definitions/lastAct/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key4},message:"must NOT have additional properties",schema:false,parentSchema:schema34,data:data29};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data29.at !== undefined){
let data30 = data29.at;
if(typeof data30 !== "string"){
const err54 = {instancePath:instancePath+"/lastAct/at",schemaPath:"#/definitions/lastAct/properties/at/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.at.type,parentSchema:schema34.properties.at,data:data30};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data29.steps !== undefined){
let data31 = data29.steps;
if(Array.isArray(data31)){
const len2 = data31.length;
for(let i2=0; i2<len2; i2++){
let data32 = data31[i2];
if(typeof data32 !== "string"){
const err55 = {instancePath:instancePath+"/lastAct/steps/" + i2,schemaPath:"#/definitions/lastAct/properties/steps/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema34.properties.steps.items.type,parentSchema:schema34.properties.steps.items,data:data32};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
}
else {
const err56 = {instancePath:instancePath+"/lastAct/steps",schemaPath:"#/definitions/lastAct/properties/steps/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema34.properties.steps.type,parentSchema:schema34.properties.steps,data:data31};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
if(data29.durationMs !== undefined){
let data33 = data29.durationMs;
if((typeof data33 == "number") && (isFinite(data33))){
if(data33 < 0 || isNaN(data33)){
const err57 = {instancePath:instancePath+"/lastAct/durationMs",schemaPath:"#/definitions/lastAct/properties/durationMs/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema34.properties.durationMs,data:data33};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
else {
const err58 = {instancePath:instancePath+"/lastAct/durationMs",schemaPath:"#/definitions/lastAct/properties/durationMs/type",keyword:"type",params:{type: "number"},message:"must be number",schema:schema34.properties.durationMs.type,parentSchema:schema34.properties.durationMs,data:data33};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
}
else {
const err59 = {instancePath:instancePath+"/lastAct",schemaPath:"#/definitions/lastAct/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema34.type,parentSchema:schema34,data:data29};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data.nextAttemptAt !== undefined){
let data34 = data.nextAttemptAt;
if(typeof data34 !== "string"){
const err60 = {instancePath:instancePath+"/nextAttemptAt",schemaPath:"#/properties/nextAttemptAt/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema30.properties.nextAttemptAt.type,parentSchema:schema30.properties.nextAttemptAt,data:data34};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema30.type,parentSchema:schema30,data};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}


function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/placement.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema28.required,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema28.required,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema28.required,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'",schema:schema28.required,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.apiVersion.type,parentSchema:schema28.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("muster.dev/v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "muster.dev/v1"},message:"must be equal to constant",schema:"muster.dev/v1",parentSchema:schema28.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema28.properties.kind.type,parentSchema:schema28.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if("Placement" !== data1){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Placement"},message:"must be equal to constant",schema:"Placement",parentSchema:schema28.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.spec !== undefined){
let data3 = data.spec;
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.unit === undefined){
const err9 = {instancePath:instancePath+"/spec",schemaPath:"#/definitions/spec/required",keyword:"required",params:{missingProperty: "unit"},message:"must have required property '"+"unit"+"'",schema:schema29.required,parentSchema:schema29,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(data3.machine === undefined){
const err10 = {instancePath:instancePath+"/spec",schemaPath:"#/definitions/spec/required",keyword:"required",params:{missingProperty: "machine"},message:"must have required property '"+"machine"+"'",schema:schema29.required,parentSchema:schema29,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
for(const key1 in data3){
if(!((((key1 === "unit") || (key1 === "machine")) || (key1 === "instance")) || (key1 === "state"))){
const err11 = {instancePath:instancePath+"/spec",schemaPath:"#/definitions/spec/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema29,data:data3};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data3.unit !== undefined){
let data4 = data3.unit;
if(typeof data4 === "string"){
if(func3(data4) > 255){
const err12 = {instancePath:instancePath+"/spec/unit",schemaPath:"#/definitions/spec/properties/unit/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema29.properties.unit,data:data4};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if(func3(data4) < 1){
const err13 = {instancePath:instancePath+"/spec/unit",schemaPath:"#/definitions/spec/properties/unit/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema29.properties.unit,data:data4};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
else {
const err14 = {instancePath:instancePath+"/spec/unit",schemaPath:"#/definitions/spec/properties/unit/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.properties.unit.type,parentSchema:schema29.properties.unit,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data3.machine !== undefined){
let data5 = data3.machine;
if(typeof data5 === "string"){
if(func3(data5) > 253){
const err15 = {instancePath:instancePath+"/spec/machine",schemaPath:"#/definitions/spec/properties/machine/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema29.properties.machine,data:data5};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(func3(data5) < 1){
const err16 = {instancePath:instancePath+"/spec/machine",schemaPath:"#/definitions/spec/properties/machine/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema29.properties.machine,data:data5};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/spec/machine",schemaPath:"#/definitions/spec/properties/machine/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.properties.machine.type,parentSchema:schema29.properties.machine,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data3.instance !== undefined){
let data6 = data3.instance;
if(typeof data6 !== "string"){
const err18 = {instancePath:instancePath+"/spec/instance",schemaPath:"#/definitions/spec/properties/instance/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.properties.instance.type,parentSchema:schema29.properties.instance,data:data6};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data3.state !== undefined){
let data7 = data3.state;
if(typeof data7 !== "string"){
const err19 = {instancePath:instancePath+"/spec/state",schemaPath:"#/definitions/spec/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema29.properties.state.type,parentSchema:schema29.properties.state,data:data7};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
if(!((data7 === "active") || (data7 === "inactive"))){
const err20 = {instancePath:instancePath+"/spec/state",schemaPath:"#/definitions/spec/properties/state/enum",keyword:"enum",params:{allowedValues: schema29.properties.state.enum},message:"must be equal to one of the allowed values",schema:schema29.properties.state.enum,parentSchema:schema29.properties.state,data:data7};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/spec",schemaPath:"#/definitions/spec/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema29.type,parentSchema:schema29,data:data3};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.status !== undefined){
if(!(validate27(data.status, {instancePath:instancePath+"/status",parentData:data,parentDataProperty:"status",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
const err22 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema28.type,parentSchema:schema28,data};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}

export const validateSecret = validate29;
const schema35 = {"$id":"https://muster.dev/schemas/v1/secret.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata"],"properties":{"apiVersion":{"type":"string","const":"v1"},"kind":{"type":"string","const":"Secret"},"metadata":{"$ref":"object-meta.schema.json"},"type":{"type":"string"},"data":{"type":"object","propertyNames":{"maxLength":253,"pattern":"^[A-Za-z0-9_.-]+$","x-expected":"letters, digits, `-`, `_` and `.`"},"additionalProperties":{"type":"string","pattern":"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$","x-expected":"Base64"}},"stringData":{"type":"object","propertyNames":{"maxLength":253,"pattern":"^[A-Za-z0-9_.-]+$","x-expected":"letters, digits, `-`, `_` and `.`"},"additionalProperties":{"type":"string"}},"immutable":{"type":"boolean"}}};

function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/secret.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema35.required,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "type")) || (key0 === "data")) || (key0 === "stringData")) || (key0 === "immutable"))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.apiVersion.type,parentSchema:schema35.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if("v1" !== data0){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "v1"},message:"must be equal to constant",schema:"v1",parentSchema:schema35.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err6 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.kind.type,parentSchema:schema35.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if("Secret" !== data1){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Secret"},message:"must be equal to constant",schema:"Secret",parentSchema:schema35.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.type !== undefined){
let data3 = data.type;
if(typeof data3 !== "string"){
const err8 = {instancePath:instancePath+"/type",schemaPath:"#/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.type.type,parentSchema:schema35.properties.type,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.data !== undefined){
let data4 = data.data;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key1 in data4){
const _errs11 = errors;
if(typeof key1 === "string"){
if(func3(key1) > 253){
const err9 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/propertyNames/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema35.properties.data.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!pattern4.test(key1)){
const err10 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]+$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\"",schema:"^[A-Za-z0-9_.-]+$",parentSchema:schema35.properties.data.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var valid1 = _errs11 === errors;
if(!valid1){
const err11 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema35.properties.data.propertyNames,parentSchema:schema35.properties.data,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
for(const key2 in data4){
let data5 = data4[key2];
if(typeof data5 === "string"){
if(!pattern6.test(data5)){
const err12 = {instancePath:instancePath+"/data/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/additionalProperties/pattern",keyword:"pattern",params:{pattern: "^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$"},message:"must match pattern \""+"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$"+"\"",schema:"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$",parentSchema:schema35.properties.data.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/data/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/data/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.data.additionalProperties.type,parentSchema:schema35.properties.data.additionalProperties,data:data5};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/data",schemaPath:"#/properties/data/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.data.type,parentSchema:schema35.properties.data,data:data4};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.stringData !== undefined){
let data6 = data.stringData;
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
for(const key3 in data6){
const _errs17 = errors;
if(typeof key3 === "string"){
if(func3(key3) > 253){
const err15 = {instancePath:instancePath+"/stringData",schemaPath:"#/properties/stringData/propertyNames/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema35.properties.stringData.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
if(!pattern4.test(key3)){
const err16 = {instancePath:instancePath+"/stringData",schemaPath:"#/properties/stringData/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_.-]+$"},message:"must match pattern \""+"^[A-Za-z0-9_.-]+$"+"\"",schema:"^[A-Za-z0-9_.-]+$",parentSchema:schema35.properties.stringData.propertyNames,data:key3,propertyName:key3};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
var valid3 = _errs17 === errors;
if(!valid3){
const err17 = {instancePath:instancePath+"/stringData",schemaPath:"#/properties/stringData/propertyNames",keyword:"propertyNames",params:{propertyName: key3},message:"property name must be valid",schema:schema35.properties.stringData.propertyNames,parentSchema:schema35.properties.stringData,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
for(const key4 in data6){
let data7 = data6[key4];
if(typeof data7 !== "string"){
const err18 = {instancePath:instancePath+"/stringData/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/stringData/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema35.properties.stringData.additionalProperties.type,parentSchema:schema35.properties.stringData.additionalProperties,data:data7};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/stringData",schemaPath:"#/properties/stringData/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.properties.stringData.type,parentSchema:schema35.properties.stringData,data:data6};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.immutable !== undefined){
let data8 = data.immutable;
if(typeof data8 !== "boolean"){
const err20 = {instancePath:instancePath+"/immutable",schemaPath:"#/properties/immutable/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema35.properties.immutable.type,parentSchema:schema35.properties.immutable,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema35.type,parentSchema:schema35,data};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
validate29.errors = vErrors;
return errors === 0;
}

export const validateUnit = validate31;
const schema36 = {"$id":"https://muster.dev/schemas/v1/unit.schema.json","type":"object","additionalProperties":false,"required":["apiVersion","kind","metadata","spec"],"properties":{"apiVersion":{"type":"string","const":"muster.dev/v1"},"kind":{"type":"string","const":"Unit"},"metadata":{"$ref":"object-meta.schema.json"},"spec":{"$ref":"#/definitions/spec"},"status":{"$ref":"#/definitions/status"}},"definitions":{"spec":{"type":"object","additionalProperties":false,"oneOf":[{"required":["sections"]},{"required":["text"]}],"properties":{"state":{"type":"string","enum":["active","inactive","submitted"]},"enabled":{"type":"boolean"},"instances":{"anyOf":[{"type":"array","uniqueItems":true,"items":{"type":"string","minLength":1,"pattern":"^[A-Za-z0-9:_.\\\\-]+$","x-expected":"letters, digits, `:`, `_`, `.`, `\\` and `-` (escape anything else as systemd-escape does)"}},{"type":"integer","minimum":0,"maximum":10000}]},"placement":{"$ref":"#/definitions/placement"},"dependsOn":{"type":"array","uniqueItems":true,"items":{"type":"string","minLength":1}},"bindsTo":{"type":"array","uniqueItems":true,"items":{"type":"string","minLength":1}},"failover":{"$ref":"#/definitions/failover"},"resources":{"$ref":"#/definitions/resources"},"sections":{"$ref":"#/definitions/sections"},"text":{"type":"string","minLength":1,"maxLength":1048576},"dropIns":{"type":"object","propertyNames":{"maxLength":255,"pattern":"^[A-Za-z0-9_][A-Za-z0-9_.@-]*\\.conf$","x-expected":"a file name that ends in `.conf`, such as `10-limits.conf`"},"additionalProperties":{"$ref":"#/definitions/dropIn"}},"files":{"type":"array","items":{"$ref":"#/definitions/file"}},"onChange":{"type":"string","enum":["auto","restart","reload","none"]},"drift":{"type":"string","enum":["heal","detect","ignore"]},"adopt":{"type":"boolean"},"suspend":{"type":"boolean"}}},"placement":{"type":"object","additionalProperties":false,"properties":{"global":{"type":"boolean"},"machine":{"type":"string","minLength":1,"maxLength":253},"machineSelector":{"$ref":"label-selector.schema.json"},"with":{"type":"array","items":{"anyOf":[{"type":"string","minLength":1},{"$ref":"label-selector.schema.json"}]}},"conflicts":{"type":"array","items":{"type":"string","minLength":1}},"replaces":{"type":"array","items":{"type":"string","minLength":1}},"affinity":{"$ref":"#/definitions/affinity"},"antiAffinity":{"$ref":"#/definitions/affinity"},"spread":{"type":"array","items":{"$ref":"#/definitions/spread"}},"maxMoving":{"type":"integer","minimum":1},"handover":{"type":"string","enum":["startFirst","stopFirst"]}}},"affinity":{"type":"object","additionalProperties":false,"properties":{"required":{"type":"array","items":{"$ref":"#/definitions/affinityTerm"}},"preferred":{"type":"array","items":{"$ref":"#/definitions/weightedAffinityTerm"}}}},"affinityTerm":{"type":"object","additionalProperties":false,"required":["labelSelector"],"properties":{"labelSelector":{"$ref":"label-selector.schema.json"},"topologyKey":{"type":"string","minLength":1}}},"weightedAffinityTerm":{"type":"object","additionalProperties":false,"required":["weight","labelSelector"],"properties":{"weight":{"type":"integer","minimum":1,"maximum":100},"labelSelector":{"$ref":"label-selector.schema.json"},"topologyKey":{"type":"string","minLength":1}}},"spread":{"type":"object","additionalProperties":false,"required":["topologyKey"],"properties":{"topologyKey":{"type":"string","minLength":1},"maxSkew":{"type":"integer","minimum":1},"whenUnsatisfiable":{"type":"string","enum":["DoNotSchedule","ScheduleAnyway"]},"labelSelector":{"$ref":"label-selector.schema.json"}}},"resources":{"type":"object","additionalProperties":false,"properties":{"requests":{"$ref":"#/definitions/resourceRequests"}}},"resourceRequests":{"type":"object","additionalProperties":false,"properties":{"memory":{"type":["string","integer"],"minimum":0,"pattern":"^[0-9]+(\\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?$","x-expected":"an amount of memory, such as 512Mi or 2Gi"},"cpu":{"type":["string","number"],"minimum":0,"pattern":"^[0-9]+(\\.[0-9]+)?m?$","x-expected":"a number of processors, such as 2, 0.5 or 500m"}}},"failover":{"type":"object","additionalProperties":false,"properties":{"policy":{"type":"string","enum":["wait","reschedule","fence"]},"after":{"$ref":"machine.schema.json#/definitions/grace"},"failureThreshold":{"type":"integer","minimum":1,"maximum":1000}}},"sections":{"type":"object","additionalProperties":false,"properties":{"Unit":{"$ref":"#/definitions/section"},"Install":{"$ref":"#/definitions/section"},"Service":{"$ref":"#/definitions/section"},"Socket":{"$ref":"#/definitions/section"},"Timer":{"$ref":"#/definitions/section"},"Path":{"$ref":"#/definitions/section"},"Mount":{"$ref":"#/definitions/section"},"Automount":{"$ref":"#/definitions/section"},"Swap":{"$ref":"#/definitions/section"},"Slice":{"$ref":"#/definitions/section"}},"patternProperties":{"^X-[A-Za-z0-9_ -]*$":{"$ref":"#/definitions/section"}}},"section":{"type":"object","properties":{"Environment":{"anyOf":[{"$ref":"#/definitions/environment"},{"$ref":"#/definitions/directiveValue"}]}},"propertyNames":{"pattern":"^[A-Za-z0-9][A-Za-z0-9_-]*$","x-expected":"letters, digits, `-` and `_`"},"additionalProperties":{"$ref":"#/definitions/directiveValue"}},"environment":{"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$","x-expected":"letters, digits and `_`, not beginning with a digit"},"additionalProperties":{"type":["string","number","boolean"]}},"directiveValue":{"anyOf":[{"type":["string","number","boolean"]},{"type":"array","items":{"type":["string","number","boolean"]}}]},"dropIn":{"anyOf":[{"$ref":"#/definitions/sections"},{"type":"string","minLength":1}]},"file":{"type":"object","additionalProperties":false,"required":["path"],"oneOf":[{"required":["content"]},{"required":["contentBase64"]},{"required":["fromSecret"]},{"required":["fromConfigMap"]}],"properties":{"path":{"type":"string","minLength":1,"maxLength":4095},"mode":{"type":"string","pattern":"^[0-7]{3,4}$","x-expected":"three or four octal digits in quotes, such as \"0640\""},"owner":{"type":"string","pattern":"^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$","x-expected":"`user` or `user:group`"},"content":{"type":"string"},"contentBase64":{"type":"string","pattern":"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$","x-expected":"Base64"},"fromSecret":{"$ref":"#/definitions/keyReference"},"fromConfigMap":{"$ref":"#/definitions/keyReference"}}},"keyReference":{"type":"object","additionalProperties":false,"required":["name","key"],"properties":{"name":{"type":"string","minLength":1},"key":{"type":"string","minLength":1}}},"status":{"type":"object","additionalProperties":false,"properties":{"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}},"observedGeneration":{"type":"integer","minimum":0},"sync":{"type":"string","enum":["Synced","OutOfSync","Unknown"]},"health":{"type":"string","enum":["Healthy","Suspended","Progressing","Missing","Degraded","Unknown"]},"placements":{"$ref":"#/definitions/placementCounts"},"unplaced":{"type":"array","items":{"$ref":"#/definitions/unplaced"}}}},"unplaced":{"type":"object","additionalProperties":false,"required":["machines"],"properties":{"instance":{"type":"string"},"machine":{"type":"string"},"machines":{"type":"array","items":{"$ref":"#/definitions/machineReason"}}}},"machineReason":{"type":"object","additionalProperties":false,"required":["machine","reason"],"properties":{"machine":{"type":"string"},"reason":{"type":"string"}}},"placementCounts":{"type":"object","additionalProperties":false,"properties":{"desired":{"type":"integer","minimum":0},"placed":{"type":"integer","minimum":0},"ready":{"type":"integer","minimum":0},"synced":{"type":"integer","minimum":0},"degraded":{"type":"integer","minimum":0}}}}};
const schema37 = {"type":"object","additionalProperties":false,"oneOf":[{"required":["sections"]},{"required":["text"]}],"properties":{"state":{"type":"string","enum":["active","inactive","submitted"]},"enabled":{"type":"boolean"},"instances":{"anyOf":[{"type":"array","uniqueItems":true,"items":{"type":"string","minLength":1,"pattern":"^[A-Za-z0-9:_.\\\\-]+$","x-expected":"letters, digits, `:`, `_`, `.`, `\\` and `-` (escape anything else as systemd-escape does)"}},{"type":"integer","minimum":0,"maximum":10000}]},"placement":{"$ref":"#/definitions/placement"},"dependsOn":{"type":"array","uniqueItems":true,"items":{"type":"string","minLength":1}},"bindsTo":{"type":"array","uniqueItems":true,"items":{"type":"string","minLength":1}},"failover":{"$ref":"#/definitions/failover"},"resources":{"$ref":"#/definitions/resources"},"sections":{"$ref":"#/definitions/sections"},"text":{"type":"string","minLength":1,"maxLength":1048576},"dropIns":{"type":"object","propertyNames":{"maxLength":255,"pattern":"^[A-Za-z0-9_][A-Za-z0-9_.@-]*\\.conf$","x-expected":"a file name that ends in `.conf`, such as `10-limits.conf`"},"additionalProperties":{"$ref":"#/definitions/dropIn"}},"files":{"type":"array","items":{"$ref":"#/definitions/file"}},"onChange":{"type":"string","enum":["auto","restart","reload","none"]},"drift":{"type":"string","enum":["heal","detect","ignore"]},"adopt":{"type":"boolean"},"suspend":{"type":"boolean"}}};
const pattern15 = new RegExp("^[A-Za-z0-9:_.\\\\-]+$", "u");
const pattern23 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.@-]*\\.conf$", "u");
const schema38 = {"type":"object","additionalProperties":false,"properties":{"global":{"type":"boolean"},"machine":{"type":"string","minLength":1,"maxLength":253},"machineSelector":{"$ref":"label-selector.schema.json"},"with":{"type":"array","items":{"anyOf":[{"type":"string","minLength":1},{"$ref":"label-selector.schema.json"}]}},"conflicts":{"type":"array","items":{"type":"string","minLength":1}},"replaces":{"type":"array","items":{"type":"string","minLength":1}},"affinity":{"$ref":"#/definitions/affinity"},"antiAffinity":{"$ref":"#/definitions/affinity"},"spread":{"type":"array","items":{"$ref":"#/definitions/spread"}},"maxMoving":{"type":"integer","minimum":1},"handover":{"type":"string","enum":["startFirst","stopFirst"]}}};
const schema39 = {"$id":"https://muster.dev/schemas/v1/label-selector.schema.json","type":"object","additionalProperties":false,"properties":{"matchLabels":{"type":"object","additionalProperties":{"type":"string"}},"matchExpressions":{"type":"array","items":{"$ref":"#/definitions/requirement"}}},"definitions":{"requirement":{"type":"object","additionalProperties":false,"required":["key","operator"],"properties":{"key":{"type":"string","minLength":1},"operator":{"type":"string","enum":["In","NotIn","Exists","DoesNotExist","Gt","Lt"]},"values":{"type":"array","items":{"type":"string"}}}}}};
const schema40 = {"type":"object","additionalProperties":false,"required":["key","operator"],"properties":{"key":{"type":"string","minLength":1},"operator":{"type":"string","enum":["In","NotIn","Exists","DoesNotExist","Gt","Lt"]},"values":{"type":"array","items":{"type":"string"}}}};

function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/label-selector.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "matchLabels") || (key0 === "matchExpressions"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.matchLabels !== undefined){
let data0 = data.matchLabels;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
let data1 = data0[key1];
if(typeof data1 !== "string"){
const err1 = {instancePath:instancePath+"/matchLabels/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/matchLabels/additionalProperties/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema39.properties.matchLabels.additionalProperties.type,parentSchema:schema39.properties.matchLabels.additionalProperties,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
}
else {
const err2 = {instancePath:instancePath+"/matchLabels",schemaPath:"#/properties/matchLabels/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.properties.matchLabels.type,parentSchema:schema39.properties.matchLabels,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.matchExpressions !== undefined){
let data2 = data.matchExpressions;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.key === undefined){
const err3 = {instancePath:instancePath+"/matchExpressions/" + i0,schemaPath:"#/definitions/requirement/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema40.required,parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data3.operator === undefined){
const err4 = {instancePath:instancePath+"/matchExpressions/" + i0,schemaPath:"#/definitions/requirement/required",keyword:"required",params:{missingProperty: "operator"},message:"must have required property '"+"operator"+"'",schema:schema40.required,parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
for(const key2 in data3){
if(!(((key2 === "key") || (key2 === "operator")) || (key2 === "values"))){
const err5 = {instancePath:instancePath+"/matchExpressions/" + i0,schemaPath:"#/definitions/requirement/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data3.key !== undefined){
let data4 = data3.key;
if(typeof data4 === "string"){
if(func3(data4) < 1){
const err6 = {instancePath:instancePath+"/matchExpressions/" + i0+"/key",schemaPath:"#/definitions/requirement/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema40.properties.key,data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/matchExpressions/" + i0+"/key",schemaPath:"#/definitions/requirement/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.key.type,parentSchema:schema40.properties.key,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.operator !== undefined){
let data5 = data3.operator;
if(typeof data5 !== "string"){
const err8 = {instancePath:instancePath+"/matchExpressions/" + i0+"/operator",schemaPath:"#/definitions/requirement/properties/operator/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.operator.type,parentSchema:schema40.properties.operator,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
if(!((((((data5 === "In") || (data5 === "NotIn")) || (data5 === "Exists")) || (data5 === "DoesNotExist")) || (data5 === "Gt")) || (data5 === "Lt"))){
const err9 = {instancePath:instancePath+"/matchExpressions/" + i0+"/operator",schemaPath:"#/definitions/requirement/properties/operator/enum",keyword:"enum",params:{allowedValues: schema40.properties.operator.enum},message:"must be equal to one of the allowed values",schema:schema40.properties.operator.enum,parentSchema:schema40.properties.operator,data:data5};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data3.values !== undefined){
let data6 = data3.values;
if(Array.isArray(data6)){
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
if(typeof data7 !== "string"){
const err10 = {instancePath:instancePath+"/matchExpressions/" + i0+"/values/" + i1,schemaPath:"#/definitions/requirement/properties/values/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema40.properties.values.items.type,parentSchema:schema40.properties.values.items,data:data7};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/matchExpressions/" + i0+"/values",schemaPath:"#/definitions/requirement/properties/values/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema40.properties.values.type,parentSchema:schema40.properties.values,data:data6};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/matchExpressions/" + i0,schemaPath:"#/definitions/requirement/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema40.type,parentSchema:schema40,data:data3};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/matchExpressions",schemaPath:"#/properties/matchExpressions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema39.properties.matchExpressions.type,parentSchema:schema39.properties.matchExpressions,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema39.type,parentSchema:schema39,data};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}

const schema41 = {"type":"object","additionalProperties":false,"properties":{"required":{"type":"array","items":{"$ref":"#/definitions/affinityTerm"}},"preferred":{"type":"array","items":{"$ref":"#/definitions/weightedAffinityTerm"}}}};
const schema42 = {"type":"object","additionalProperties":false,"required":["labelSelector"],"properties":{"labelSelector":{"$ref":"label-selector.schema.json"},"topologyKey":{"type":"string","minLength":1}}};

function validate39(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.labelSelector === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "labelSelector"},message:"must have required property '"+"labelSelector"+"'",schema:schema42.required,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((key0 === "labelSelector") || (key0 === "topologyKey"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.labelSelector !== undefined){
if(!(validate35(data.labelSelector, {instancePath:instancePath+"/labelSelector",parentData:data,parentDataProperty:"labelSelector",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
if(data.topologyKey !== undefined){
let data1 = data.topologyKey;
if(typeof data1 === "string"){
if(func3(data1) < 1){
const err2 = {instancePath:instancePath+"/topologyKey",schemaPath:"#/properties/topologyKey/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema42.properties.topologyKey,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/topologyKey",schemaPath:"#/properties/topologyKey/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema42.properties.topologyKey.type,parentSchema:schema42.properties.topologyKey,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema42.type,parentSchema:schema42,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
validate39.errors = vErrors;
return errors === 0;
}

const schema43 = {"type":"object","additionalProperties":false,"required":["weight","labelSelector"],"properties":{"weight":{"type":"integer","minimum":1,"maximum":100},"labelSelector":{"$ref":"label-selector.schema.json"},"topologyKey":{"type":"string","minLength":1}}};

function validate42(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.weight === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "weight"},message:"must have required property '"+"weight"+"'",schema:schema43.required,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.labelSelector === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "labelSelector"},message:"must have required property '"+"labelSelector"+"'",schema:schema43.required,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "weight") || (key0 === "labelSelector")) || (key0 === "topologyKey"))){
const err2 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.weight !== undefined){
let data0 = data.weight;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
const err3 = {instancePath:instancePath+"/weight",schemaPath:"#/properties/weight/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema43.properties.weight.type,parentSchema:schema43.properties.weight,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 100 || isNaN(data0)){
const err4 = {instancePath:instancePath+"/weight",schemaPath:"#/properties/weight/maximum",keyword:"maximum",params:{comparison: "<=", limit: 100},message:"must be <= 100",schema:100,parentSchema:schema43.properties.weight,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data0 < 1 || isNaN(data0)){
const err5 = {instancePath:instancePath+"/weight",schemaPath:"#/properties/weight/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema43.properties.weight,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
if(data.labelSelector !== undefined){
if(!(validate35(data.labelSelector, {instancePath:instancePath+"/labelSelector",parentData:data,parentDataProperty:"labelSelector",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
if(data.topologyKey !== undefined){
let data2 = data.topologyKey;
if(typeof data2 === "string"){
if(func3(data2) < 1){
const err6 = {instancePath:instancePath+"/topologyKey",schemaPath:"#/properties/topologyKey/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema43.properties.topologyKey,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
else {
const err7 = {instancePath:instancePath+"/topologyKey",schemaPath:"#/properties/topologyKey/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema43.properties.topologyKey.type,parentSchema:schema43.properties.topologyKey,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema43.type,parentSchema:schema43,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}


function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((key0 === "required") || (key0 === "preferred"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.required !== undefined){
let data0 = data.required;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate39(data0[i0], {instancePath:instancePath+"/required/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate39.errors : vErrors.concat(validate39.errors);
errors = vErrors.length;
}
}
}
else {
const err1 = {instancePath:instancePath+"/required",schemaPath:"#/properties/required/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.properties.required.type,parentSchema:schema41.properties.required,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.preferred !== undefined){
let data2 = data.preferred;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(!(validate42(data2[i1], {instancePath:instancePath+"/preferred/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate42.errors : vErrors.concat(validate42.errors);
errors = vErrors.length;
}
}
}
else {
const err2 = {instancePath:instancePath+"/preferred",schemaPath:"#/properties/preferred/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema41.properties.preferred.type,parentSchema:schema41.properties.preferred,data:data2};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema41.type,parentSchema:schema41,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
validate38.errors = vErrors;
return errors === 0;
}

const schema44 = {"type":"object","additionalProperties":false,"required":["topologyKey"],"properties":{"topologyKey":{"type":"string","minLength":1},"maxSkew":{"type":"integer","minimum":1},"whenUnsatisfiable":{"type":"string","enum":["DoNotSchedule","ScheduleAnyway"]},"labelSelector":{"$ref":"label-selector.schema.json"}}};

function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.topologyKey === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "topologyKey"},message:"must have required property '"+"topologyKey"+"'",schema:schema44.required,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!((((key0 === "topologyKey") || (key0 === "maxSkew")) || (key0 === "whenUnsatisfiable")) || (key0 === "labelSelector"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.topologyKey !== undefined){
let data0 = data.topologyKey;
if(typeof data0 === "string"){
if(func3(data0) < 1){
const err2 = {instancePath:instancePath+"/topologyKey",schemaPath:"#/properties/topologyKey/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema44.properties.topologyKey,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
else {
const err3 = {instancePath:instancePath+"/topologyKey",schemaPath:"#/properties/topologyKey/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.topologyKey.type,parentSchema:schema44.properties.topologyKey,data:data0};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.maxSkew !== undefined){
let data1 = data.maxSkew;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
const err4 = {instancePath:instancePath+"/maxSkew",schemaPath:"#/properties/maxSkew/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema44.properties.maxSkew.type,parentSchema:schema44.properties.maxSkew,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 1 || isNaN(data1)){
const err5 = {instancePath:instancePath+"/maxSkew",schemaPath:"#/properties/maxSkew/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema44.properties.maxSkew,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
if(data.whenUnsatisfiable !== undefined){
let data2 = data.whenUnsatisfiable;
if(typeof data2 !== "string"){
const err6 = {instancePath:instancePath+"/whenUnsatisfiable",schemaPath:"#/properties/whenUnsatisfiable/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema44.properties.whenUnsatisfiable.type,parentSchema:schema44.properties.whenUnsatisfiable,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(!((data2 === "DoNotSchedule") || (data2 === "ScheduleAnyway"))){
const err7 = {instancePath:instancePath+"/whenUnsatisfiable",schemaPath:"#/properties/whenUnsatisfiable/enum",keyword:"enum",params:{allowedValues: schema44.properties.whenUnsatisfiable.enum},message:"must be equal to one of the allowed values",schema:schema44.properties.whenUnsatisfiable.enum,parentSchema:schema44.properties.whenUnsatisfiable,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data.labelSelector !== undefined){
if(!(validate35(data.labelSelector, {instancePath:instancePath+"/labelSelector",parentData:data,parentDataProperty:"labelSelector",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema44.type,parentSchema:schema44,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate47.errors = vErrors;
return errors === 0;
}


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema38.properties, key0))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.global !== undefined){
let data0 = data.global;
if(typeof data0 !== "boolean"){
const err1 = {instancePath:instancePath+"/global",schemaPath:"#/properties/global/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema38.properties.global.type,parentSchema:schema38.properties.global,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.machine !== undefined){
let data1 = data.machine;
if(typeof data1 === "string"){
if(func3(data1) > 253){
const err2 = {instancePath:instancePath+"/machine",schemaPath:"#/properties/machine/maxLength",keyword:"maxLength",params:{limit: 253},message:"must NOT have more than 253 characters",schema:253,parentSchema:schema38.properties.machine,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(func3(data1) < 1){
const err3 = {instancePath:instancePath+"/machine",schemaPath:"#/properties/machine/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema38.properties.machine,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/machine",schemaPath:"#/properties/machine/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.machine.type,parentSchema:schema38.properties.machine,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.machineSelector !== undefined){
if(!(validate35(data.machineSelector, {instancePath:instancePath+"/machineSelector",parentData:data,parentDataProperty:"machineSelector",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
if(data.with !== undefined){
let data3 = data.with;
if(Array.isArray(data3)){
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs10 = errors;
let valid3 = false;
const _errs11 = errors;
if(typeof data4 === "string"){
if(func3(data4) < 1){
const err5 = {instancePath:instancePath+"/with/" + i0,schemaPath:"#/properties/with/items/anyOf/0/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema38.properties.with.items.anyOf[0],data:data4};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
else {
const err6 = {instancePath:instancePath+"/with/" + i0,schemaPath:"#/properties/with/items/anyOf/0/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.with.items.anyOf[0].type,parentSchema:schema38.properties.with.items.anyOf[0],data:data4};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var _valid0 = _errs11 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs13 = errors;
if(!(validate35(data4, {instancePath:instancePath+"/with/" + i0,parentData:data3,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
var _valid0 = _errs13 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err7 = {instancePath:instancePath+"/with/" + i0,schemaPath:"#/properties/with/items/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema38.properties.with.items.anyOf,parentSchema:schema38.properties.with.items,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
else {
errors = _errs10;
if(vErrors !== null){
if(_errs10){
vErrors.length = _errs10;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err8 = {instancePath:instancePath+"/with",schemaPath:"#/properties/with/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.properties.with.type,parentSchema:schema38.properties.with,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.conflicts !== undefined){
let data5 = data.conflicts;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
if(typeof data6 === "string"){
if(func3(data6) < 1){
const err9 = {instancePath:instancePath+"/conflicts/" + i1,schemaPath:"#/properties/conflicts/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema38.properties.conflicts.items,data:data6};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
else {
const err10 = {instancePath:instancePath+"/conflicts/" + i1,schemaPath:"#/properties/conflicts/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.conflicts.items.type,parentSchema:schema38.properties.conflicts.items,data:data6};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/conflicts",schemaPath:"#/properties/conflicts/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.properties.conflicts.type,parentSchema:schema38.properties.conflicts,data:data5};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.replaces !== undefined){
let data7 = data.replaces;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i2=0; i2<len2; i2++){
let data8 = data7[i2];
if(typeof data8 === "string"){
if(func3(data8) < 1){
const err12 = {instancePath:instancePath+"/replaces/" + i2,schemaPath:"#/properties/replaces/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema38.properties.replaces.items,data:data8};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/replaces/" + i2,schemaPath:"#/properties/replaces/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.replaces.items.type,parentSchema:schema38.properties.replaces.items,data:data8};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/replaces",schemaPath:"#/properties/replaces/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.properties.replaces.type,parentSchema:schema38.properties.replaces,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.affinity !== undefined){
if(!(validate38(data.affinity, {instancePath:instancePath+"/affinity",parentData:data,parentDataProperty:"affinity",rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
if(data.antiAffinity !== undefined){
if(!(validate38(data.antiAffinity, {instancePath:instancePath+"/antiAffinity",parentData:data,parentDataProperty:"antiAffinity",rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
}
if(data.spread !== undefined){
let data11 = data.spread;
if(Array.isArray(data11)){
const len3 = data11.length;
for(let i3=0; i3<len3; i3++){
if(!(validate47(data11[i3], {instancePath:instancePath+"/spread/" + i3,parentData:data11,parentDataProperty:i3,rootData}))){
vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
errors = vErrors.length;
}
}
}
else {
const err15 = {instancePath:instancePath+"/spread",schemaPath:"#/properties/spread/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema38.properties.spread.type,parentSchema:schema38.properties.spread,data:data11};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.maxMoving !== undefined){
let data13 = data.maxMoving;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err16 = {instancePath:instancePath+"/maxMoving",schemaPath:"#/properties/maxMoving/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema38.properties.maxMoving.type,parentSchema:schema38.properties.maxMoving,data:data13};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 1 || isNaN(data13)){
const err17 = {instancePath:instancePath+"/maxMoving",schemaPath:"#/properties/maxMoving/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema38.properties.maxMoving,data:data13};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
if(data.handover !== undefined){
let data14 = data.handover;
if(typeof data14 !== "string"){
const err18 = {instancePath:instancePath+"/handover",schemaPath:"#/properties/handover/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema38.properties.handover.type,parentSchema:schema38.properties.handover,data:data14};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if(!((data14 === "startFirst") || (data14 === "stopFirst"))){
const err19 = {instancePath:instancePath+"/handover",schemaPath:"#/properties/handover/enum",keyword:"enum",params:{allowedValues: schema38.properties.handover.enum},message:"must be equal to one of the allowed values",schema:schema38.properties.handover.enum,parentSchema:schema38.properties.handover,data:data14};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
else {
const err20 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema38.type,parentSchema:schema38,data};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
validate34.errors = vErrors;
return errors === 0;
}

const schema45 = {"type":"object","additionalProperties":false,"properties":{"policy":{"type":"string","enum":["wait","reschedule","fence"]},"after":{"$ref":"machine.schema.json#/definitions/grace"},"failureThreshold":{"type":"integer","minimum":1,"maximum":1000}}};

function validate51(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "policy") || (key0 === "after")) || (key0 === "failureThreshold"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.policy !== undefined){
let data0 = data.policy;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema45.properties.policy.type,parentSchema:schema45.properties.policy,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(!(((data0 === "wait") || (data0 === "reschedule")) || (data0 === "fence"))){
const err2 = {instancePath:instancePath+"/policy",schemaPath:"#/properties/policy/enum",keyword:"enum",params:{allowedValues: schema45.properties.policy.enum},message:"must be equal to one of the allowed values",schema:schema45.properties.policy.enum,parentSchema:schema45.properties.policy,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.after !== undefined){
let data1 = data.after;
if(typeof data1 === "string"){
if(!pattern11.test(data1)){
const err3 = {instancePath:instancePath+"/after",schemaPath:"machine.schema.json#/definitions/grace/pattern",keyword:"pattern",params:{pattern: "^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$"},message:"must match pattern \""+"^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$"+"\"",schema:"^([5-9]|[1-9][0-9]{1,5})s$|^[1-9][0-9]{0,3}(min|h)$",parentSchema:schema21,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
else {
const err4 = {instancePath:instancePath+"/after",schemaPath:"machine.schema.json#/definitions/grace/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema21.type,parentSchema:schema21,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.failureThreshold !== undefined){
let data2 = data.failureThreshold;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err5 = {instancePath:instancePath+"/failureThreshold",schemaPath:"#/properties/failureThreshold/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema45.properties.failureThreshold.type,parentSchema:schema45.properties.failureThreshold,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/failureThreshold",schemaPath:"#/properties/failureThreshold/maximum",keyword:"maximum",params:{comparison: "<=", limit: 1000},message:"must be <= 1000",schema:1000,parentSchema:schema45.properties.failureThreshold,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(data2 < 1 || isNaN(data2)){
const err7 = {instancePath:instancePath+"/failureThreshold",schemaPath:"#/properties/failureThreshold/minimum",keyword:"minimum",params:{comparison: ">=", limit: 1},message:"must be >= 1",schema:1,parentSchema:schema45.properties.failureThreshold,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema45.type,parentSchema:schema45,data};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate51.errors = vErrors;
return errors === 0;
}

const schema47 = {"type":"object","additionalProperties":false,"properties":{"requests":{"$ref":"#/definitions/resourceRequests"}}};
const schema48 = {"type":"object","additionalProperties":false,"properties":{"memory":{"type":["string","integer"],"minimum":0,"pattern":"^[0-9]+(\\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?$","x-expected":"an amount of memory, such as 512Mi or 2Gi"},"cpu":{"type":["string","number"],"minimum":0,"pattern":"^[0-9]+(\\.[0-9]+)?m?$","x-expected":"a number of processors, such as 2, 0.5 or 500m"}}};
const pattern17 = new RegExp("^[0-9]+(\\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?$", "u");
const pattern18 = new RegExp("^[0-9]+(\\.[0-9]+)?m?$", "u");

function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "requests")){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.requests !== undefined){
let data0 = data.requests;
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
for(const key1 in data0){
if(!((key1 === "memory") || (key1 === "cpu"))){
const err1 = {instancePath:instancePath+"/requests",schemaPath:"#/definitions/resourceRequests/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema48,data:data0};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.memory !== undefined){
let data1 = data0.memory;
if((typeof data1 !== "string") && (!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1))))){
const err2 = {instancePath:instancePath+"/requests/memory",schemaPath:"#/definitions/resourceRequests/properties/memory/type",keyword:"type",params:{type: schema48.properties.memory.type},message:"must be string,integer",schema:schema48.properties.memory.type,parentSchema:schema48.properties.memory,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
const err3 = {instancePath:instancePath+"/requests/memory",schemaPath:"#/definitions/resourceRequests/properties/memory/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema48.properties.memory,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(typeof data1 === "string"){
if(!pattern17.test(data1)){
const err4 = {instancePath:instancePath+"/requests/memory",schemaPath:"#/definitions/resourceRequests/properties/memory/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?$"+"\"",schema:"^[0-9]+(\\.[0-9]+)?(k|M|G|T|Ki|Mi|Gi|Ti)?$",parentSchema:schema48.properties.memory,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
if(data0.cpu !== undefined){
let data2 = data0.cpu;
if((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))){
const err5 = {instancePath:instancePath+"/requests/cpu",schemaPath:"#/definitions/resourceRequests/properties/cpu/type",keyword:"type",params:{type: schema48.properties.cpu.type},message:"must be string,number",schema:schema48.properties.cpu.type,parentSchema:schema48.properties.cpu,data:data2};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
const err6 = {instancePath:instancePath+"/requests/cpu",schemaPath:"#/definitions/resourceRequests/properties/cpu/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema48.properties.cpu,data:data2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(typeof data2 === "string"){
if(!pattern18.test(data2)){
const err7 = {instancePath:instancePath+"/requests/cpu",schemaPath:"#/definitions/resourceRequests/properties/cpu/pattern",keyword:"pattern",params:{pattern: "^[0-9]+(\\.[0-9]+)?m?$"},message:"must match pattern \""+"^[0-9]+(\\.[0-9]+)?m?$"+"\"",schema:"^[0-9]+(\\.[0-9]+)?m?$",parentSchema:schema48.properties.cpu,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
}
else {
const err8 = {instancePath:instancePath+"/requests",schemaPath:"#/definitions/resourceRequests/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema48.type,parentSchema:schema48,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema47.type,parentSchema:schema47,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate53.errors = vErrors;
return errors === 0;
}

const schema49 = {"type":"object","additionalProperties":false,"properties":{"Unit":{"$ref":"#/definitions/section"},"Install":{"$ref":"#/definitions/section"},"Service":{"$ref":"#/definitions/section"},"Socket":{"$ref":"#/definitions/section"},"Timer":{"$ref":"#/definitions/section"},"Path":{"$ref":"#/definitions/section"},"Mount":{"$ref":"#/definitions/section"},"Automount":{"$ref":"#/definitions/section"},"Swap":{"$ref":"#/definitions/section"},"Slice":{"$ref":"#/definitions/section"}},"patternProperties":{"^X-[A-Za-z0-9_ -]*$":{"$ref":"#/definitions/section"}}};
const pattern19 = new RegExp("^X-[A-Za-z0-9_ -]*$", "u");
const schema50 = {"type":"object","properties":{"Environment":{"anyOf":[{"$ref":"#/definitions/environment"},{"$ref":"#/definitions/directiveValue"}]}},"propertyNames":{"pattern":"^[A-Za-z0-9][A-Za-z0-9_-]*$","x-expected":"letters, digits, `-` and `_`"},"additionalProperties":{"$ref":"#/definitions/directiveValue"}};
const schema51 = {"anyOf":[{"type":["string","number","boolean"]},{"type":"array","items":{"type":["string","number","boolean"]}}]};
const schema52 = {"type":"object","propertyNames":{"pattern":"^[A-Za-z_][A-Za-z0-9_]*$","x-expected":"letters, digits and `_`, not beginning with a digit"},"additionalProperties":{"type":["string","number","boolean"]}};
const pattern20 = new RegExp("^[A-Za-z0-9][A-Za-z0-9_-]*$", "u");
const pattern21 = new RegExp("^[A-Za-z_][A-Za-z0-9_]*$", "u");

function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
const _errs1 = errors;
if(typeof key0 === "string"){
if(!pattern20.test(key0)){
const err0 = {instancePath,schemaPath:"#/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9][A-Za-z0-9_-]*$"},message:"must match pattern \""+"^[A-Za-z0-9][A-Za-z0-9_-]*$"+"\"",schema:"^[A-Za-z0-9][A-Za-z0-9_-]*$",parentSchema:schema50.propertyNames,data:key0,propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var valid0 = _errs1 === errors;
if(!valid0){
const err1 = {instancePath,schemaPath:"#/propertyNames",keyword:"propertyNames",params:{propertyName: key0},message:"property name must be valid",schema:schema50.propertyNames,parentSchema:schema50,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
for(const key1 in data){
if(!(key1 === "Environment")){
let data0 = data[key1];
const _errs5 = errors;
let valid3 = false;
const _errs6 = errors;
if(((typeof data0 !== "string") && (!((typeof data0 == "number") && (isFinite(data0))))) && (typeof data0 !== "boolean")){
const err2 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/directiveValue/anyOf/0/type",keyword:"type",params:{type: schema51.anyOf[0].type},message:"must be string,number,boolean",schema:schema51.anyOf[0].type,parentSchema:schema51.anyOf[0],data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var _valid0 = _errs6 === errors;
valid3 = valid3 || _valid0;
if(!valid3){
const _errs8 = errors;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(((typeof data1 !== "string") && (!((typeof data1 == "number") && (isFinite(data1))))) && (typeof data1 !== "boolean")){
const err3 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/" + i0,schemaPath:"#/definitions/directiveValue/anyOf/1/items/type",keyword:"type",params:{type: schema51.anyOf[1].items.type},message:"must be string,number,boolean",schema:schema51.anyOf[1].items.type,parentSchema:schema51.anyOf[1].items,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
}
else {
const err4 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/directiveValue/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema51.anyOf[1].type,parentSchema:schema51.anyOf[1],data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid0 = _errs8 === errors;
valid3 = valid3 || _valid0;
}
if(!valid3){
const err5 = {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/directiveValue/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema51.anyOf,parentSchema:schema51,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
else {
errors = _errs5;
if(vErrors !== null){
if(_errs5){
vErrors.length = _errs5;
}
else {
vErrors = null;
}
}
}
}
}
if(data.Environment !== undefined){
let data2 = data.Environment;
const _errs13 = errors;
let valid7 = false;
const _errs14 = errors;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
for(const key2 in data2){
const _errs17 = errors;
if(typeof key2 === "string"){
if(!pattern21.test(key2)){
const err6 = {instancePath:instancePath+"/Environment",schemaPath:"#/definitions/environment/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z_][A-Za-z0-9_]*$"},message:"must match pattern \""+"^[A-Za-z_][A-Za-z0-9_]*$"+"\"",schema:"^[A-Za-z_][A-Za-z0-9_]*$",parentSchema:schema52.propertyNames,data:key2,propertyName:key2};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
var valid9 = _errs17 === errors;
if(!valid9){
const err7 = {instancePath:instancePath+"/Environment",schemaPath:"#/definitions/environment/propertyNames",keyword:"propertyNames",params:{propertyName: key2},message:"property name must be valid",schema:schema52.propertyNames,parentSchema:schema52,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
for(const key3 in data2){
let data3 = data2[key3];
if(((typeof data3 !== "string") && (!((typeof data3 == "number") && (isFinite(data3))))) && (typeof data3 !== "boolean")){
const err8 = {instancePath:instancePath+"/Environment/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/definitions/environment/additionalProperties/type",keyword:"type",params:{type: schema52.additionalProperties.type},message:"must be string,number,boolean",schema:schema52.additionalProperties.type,parentSchema:schema52.additionalProperties,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/Environment",schemaPath:"#/definitions/environment/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema52.type,parentSchema:schema52,data:data2};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
var _valid1 = _errs14 === errors;
valid7 = valid7 || _valid1;
if(!valid7){
const _errs21 = errors;
const _errs23 = errors;
let valid12 = false;
const _errs24 = errors;
if(((typeof data2 !== "string") && (!((typeof data2 == "number") && (isFinite(data2))))) && (typeof data2 !== "boolean")){
const err10 = {instancePath:instancePath+"/Environment",schemaPath:"#/definitions/directiveValue/anyOf/0/type",keyword:"type",params:{type: schema51.anyOf[0].type},message:"must be string,number,boolean",schema:schema51.anyOf[0].type,parentSchema:schema51.anyOf[0],data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var _valid2 = _errs24 === errors;
valid12 = valid12 || _valid2;
if(!valid12){
const _errs26 = errors;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
let data4 = data2[i1];
if(((typeof data4 !== "string") && (!((typeof data4 == "number") && (isFinite(data4))))) && (typeof data4 !== "boolean")){
const err11 = {instancePath:instancePath+"/Environment/" + i1,schemaPath:"#/definitions/directiveValue/anyOf/1/items/type",keyword:"type",params:{type: schema51.anyOf[1].items.type},message:"must be string,number,boolean",schema:schema51.anyOf[1].items.type,parentSchema:schema51.anyOf[1].items,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/Environment",schemaPath:"#/definitions/directiveValue/anyOf/1/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema51.anyOf[1].type,parentSchema:schema51.anyOf[1],data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var _valid2 = _errs26 === errors;
valid12 = valid12 || _valid2;
}
if(!valid12){
const err13 = {instancePath:instancePath+"/Environment",schemaPath:"#/definitions/directiveValue/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema51.anyOf,parentSchema:schema51,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
else {
errors = _errs23;
if(vErrors !== null){
if(_errs23){
vErrors.length = _errs23;
}
else {
vErrors = null;
}
}
}
var _valid1 = _errs21 === errors;
valid7 = valid7 || _valid1;
}
if(!valid7){
const err14 = {instancePath:instancePath+"/Environment",schemaPath:"#/properties/Environment/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema50.properties.Environment.anyOf,parentSchema:schema50.properties.Environment,data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
else {
errors = _errs13;
if(vErrors !== null){
if(_errs13){
vErrors.length = _errs13;
}
else {
vErrors = null;
}
}
}
}
}
else {
const err15 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema50.type,parentSchema:schema50,data};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}


function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((func2.call(schema49.properties, key0)) || (pattern19.test(key0)))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema49,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.Unit !== undefined){
if(!(validate56(data.Unit, {instancePath:instancePath+"/Unit",parentData:data,parentDataProperty:"Unit",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Install !== undefined){
if(!(validate56(data.Install, {instancePath:instancePath+"/Install",parentData:data,parentDataProperty:"Install",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Service !== undefined){
if(!(validate56(data.Service, {instancePath:instancePath+"/Service",parentData:data,parentDataProperty:"Service",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Socket !== undefined){
if(!(validate56(data.Socket, {instancePath:instancePath+"/Socket",parentData:data,parentDataProperty:"Socket",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Timer !== undefined){
if(!(validate56(data.Timer, {instancePath:instancePath+"/Timer",parentData:data,parentDataProperty:"Timer",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Path !== undefined){
if(!(validate56(data.Path, {instancePath:instancePath+"/Path",parentData:data,parentDataProperty:"Path",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Mount !== undefined){
if(!(validate56(data.Mount, {instancePath:instancePath+"/Mount",parentData:data,parentDataProperty:"Mount",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Automount !== undefined){
if(!(validate56(data.Automount, {instancePath:instancePath+"/Automount",parentData:data,parentDataProperty:"Automount",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Swap !== undefined){
if(!(validate56(data.Swap, {instancePath:instancePath+"/Swap",parentData:data,parentDataProperty:"Swap",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
if(data.Slice !== undefined){
if(!(validate56(data.Slice, {instancePath:instancePath+"/Slice",parentData:data,parentDataProperty:"Slice",rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
for(const key1 in data){
if(pattern19.test(key1)){
if(!(validate56(data[key1], {instancePath:instancePath+"/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data,parentDataProperty:key1,rootData}))){
vErrors = vErrors === null ? validate56.errors : vErrors.concat(validate56.errors);
errors = vErrors.length;
}
}
}
}
else {
const err1 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema49.type,parentSchema:schema49,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
validate55.errors = vErrors;
return errors === 0;
}

const schema54 = {"anyOf":[{"$ref":"#/definitions/sections"},{"type":"string","minLength":1}]};

function validate69(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
const _errs1 = errors;
if(!(validate55(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var _valid0 = _errs1 === errors;
valid0 = valid0 || _valid0;
if(!valid0){
const _errs2 = errors;
if(typeof data === "string"){
if(func3(data) < 1){
const err0 = {instancePath,schemaPath:"#/anyOf/1/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema54.anyOf[1],data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
else {
const err1 = {instancePath,schemaPath:"#/anyOf/1/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema54.anyOf[1].type,parentSchema:schema54.anyOf[1],data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs2 === errors;
valid0 = valid0 || _valid0;
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema54.anyOf,parentSchema:schema54,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate69.errors = vErrors;
return errors === 0;
}

const schema55 = {"type":"object","additionalProperties":false,"required":["path"],"oneOf":[{"required":["content"]},{"required":["contentBase64"]},{"required":["fromSecret"]},{"required":["fromConfigMap"]}],"properties":{"path":{"type":"string","minLength":1,"maxLength":4095},"mode":{"type":"string","pattern":"^[0-7]{3,4}$","x-expected":"three or four octal digits in quotes, such as \"0640\""},"owner":{"type":"string","pattern":"^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$","x-expected":"`user` or `user:group`"},"content":{"type":"string"},"contentBase64":{"type":"string","pattern":"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$","x-expected":"Base64"},"fromSecret":{"$ref":"#/definitions/keyReference"},"fromConfigMap":{"$ref":"#/definitions/keyReference"}}};
const schema56 = {"type":"object","additionalProperties":false,"required":["name","key"],"properties":{"name":{"type":"string","minLength":1},"key":{"type":"string","minLength":1}}};
const pattern24 = new RegExp("^[0-7]{3,4}$", "u");
const pattern25 = new RegExp("^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$", "u");

function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = false;
let passing0 = null;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.content === undefined){
const err0 = {instancePath,schemaPath:"#/oneOf/0/required",keyword:"required",params:{missingProperty: "content"},message:"must have required property '"+"content"+"'",schema:schema55.oneOf[0].required,parentSchema:schema55.oneOf[0],data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.contentBase64 === undefined){
const err1 = {instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: "contentBase64"},message:"must have required property '"+"contentBase64"+"'",schema:schema55.oneOf[1].required,parentSchema:schema55.oneOf[1],data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
const _errs4 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.fromSecret === undefined){
const err2 = {instancePath,schemaPath:"#/oneOf/2/required",keyword:"required",params:{missingProperty: "fromSecret"},message:"must have required property '"+"fromSecret"+"'",schema:schema55.oneOf[2].required,parentSchema:schema55.oneOf[2],data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
var _valid0 = _errs4 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid0 = true;
passing0 = 2;
}
const _errs5 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.fromConfigMap === undefined){
const err3 = {instancePath,schemaPath:"#/oneOf/3/required",keyword:"required",params:{missingProperty: "fromConfigMap"},message:"must have required property '"+"fromConfigMap"+"'",schema:schema55.oneOf[3].required,parentSchema:schema55.oneOf[3],data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs5 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 3];
}
else {
if(_valid0){
valid0 = true;
passing0 = 3;
}
}
}
}
if(!valid0){
const err4 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema55.oneOf,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.path === undefined){
const err5 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "path"},message:"must have required property '"+"path"+"'",schema:schema55.required,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key0 in data){
if(!(((((((key0 === "path") || (key0 === "mode")) || (key0 === "owner")) || (key0 === "content")) || (key0 === "contentBase64")) || (key0 === "fromSecret")) || (key0 === "fromConfigMap"))){
const err6 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.path !== undefined){
let data0 = data.path;
if(typeof data0 === "string"){
if(func3(data0) > 4095){
const err7 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/maxLength",keyword:"maxLength",params:{limit: 4095},message:"must NOT have more than 4095 characters",schema:4095,parentSchema:schema55.properties.path,data:data0};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(func3(data0) < 1){
const err8 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema55.properties.path,data:data0};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/path",schemaPath:"#/properties/path/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.path.type,parentSchema:schema55.properties.path,data:data0};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data.mode !== undefined){
let data1 = data.mode;
if(typeof data1 === "string"){
if(!pattern24.test(data1)){
const err10 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/pattern",keyword:"pattern",params:{pattern: "^[0-7]{3,4}$"},message:"must match pattern \""+"^[0-7]{3,4}$"+"\"",schema:"^[0-7]{3,4}$",parentSchema:schema55.properties.mode,data:data1};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
else {
const err11 = {instancePath:instancePath+"/mode",schemaPath:"#/properties/mode/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.mode.type,parentSchema:schema55.properties.mode,data:data1};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data.owner !== undefined){
let data2 = data.owner;
if(typeof data2 === "string"){
if(!pattern25.test(data2)){
const err12 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$"},message:"must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$"+"\"",schema:"^[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?(:[A-Za-z0-9_][A-Za-z0-9_.-]*\\$?)?$",parentSchema:schema55.properties.owner,data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
else {
const err13 = {instancePath:instancePath+"/owner",schemaPath:"#/properties/owner/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.owner.type,parentSchema:schema55.properties.owner,data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.content !== undefined){
let data3 = data.content;
if(typeof data3 !== "string"){
const err14 = {instancePath:instancePath+"/content",schemaPath:"#/properties/content/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.content.type,parentSchema:schema55.properties.content,data:data3};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.contentBase64 !== undefined){
let data4 = data.contentBase64;
if(typeof data4 === "string"){
if(!pattern6.test(data4)){
const err15 = {instancePath:instancePath+"/contentBase64",schemaPath:"#/properties/contentBase64/pattern",keyword:"pattern",params:{pattern: "^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$"},message:"must match pattern \""+"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$"+"\"",schema:"^([A-Za-z0-9+/]{4}|\\s)*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\\s*$",parentSchema:schema55.properties.contentBase64,data:data4};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
else {
const err16 = {instancePath:instancePath+"/contentBase64",schemaPath:"#/properties/contentBase64/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema55.properties.contentBase64.type,parentSchema:schema55.properties.contentBase64,data:data4};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.fromSecret !== undefined){
let data5 = data.fromSecret;
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.name === undefined){
const err17 = {instancePath:instancePath+"/fromSecret",schemaPath:"#/definitions/keyReference/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema56.required,parentSchema:schema56,data:data5};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
if(data5.key === undefined){
const err18 = {instancePath:instancePath+"/fromSecret",schemaPath:"#/definitions/keyReference/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema56.required,parentSchema:schema56,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
for(const key1 in data5){
if(!((key1 === "name") || (key1 === "key"))){
const err19 = {instancePath:instancePath+"/fromSecret",schemaPath:"#/definitions/keyReference/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema56,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data5.name !== undefined){
let data6 = data5.name;
if(typeof data6 === "string"){
if(func3(data6) < 1){
const err20 = {instancePath:instancePath+"/fromSecret/name",schemaPath:"#/definitions/keyReference/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.name,data:data6};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/fromSecret/name",schemaPath:"#/definitions/keyReference/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.name.type,parentSchema:schema56.properties.name,data:data6};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data5.key !== undefined){
let data7 = data5.key;
if(typeof data7 === "string"){
if(func3(data7) < 1){
const err22 = {instancePath:instancePath+"/fromSecret/key",schemaPath:"#/definitions/keyReference/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.key,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
else {
const err23 = {instancePath:instancePath+"/fromSecret/key",schemaPath:"#/definitions/keyReference/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.key.type,parentSchema:schema56.properties.key,data:data7};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/fromSecret",schemaPath:"#/definitions/keyReference/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.type,parentSchema:schema56,data:data5};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data.fromConfigMap !== undefined){
let data8 = data.fromConfigMap;
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
if(data8.name === undefined){
const err25 = {instancePath:instancePath+"/fromConfigMap",schemaPath:"#/definitions/keyReference/required",keyword:"required",params:{missingProperty: "name"},message:"must have required property '"+"name"+"'",schema:schema56.required,parentSchema:schema56,data:data8};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if(data8.key === undefined){
const err26 = {instancePath:instancePath+"/fromConfigMap",schemaPath:"#/definitions/keyReference/required",keyword:"required",params:{missingProperty: "key"},message:"must have required property '"+"key"+"'",schema:schema56.required,parentSchema:schema56,data:data8};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
for(const key2 in data8){
if(!((key2 === "name") || (key2 === "key"))){
const err27 = {instancePath:instancePath+"/fromConfigMap",schemaPath:"#/definitions/keyReference/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema56,data:data8};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data8.name !== undefined){
let data9 = data8.name;
if(typeof data9 === "string"){
if(func3(data9) < 1){
const err28 = {instancePath:instancePath+"/fromConfigMap/name",schemaPath:"#/definitions/keyReference/properties/name/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.name,data:data9};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
else {
const err29 = {instancePath:instancePath+"/fromConfigMap/name",schemaPath:"#/definitions/keyReference/properties/name/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.name.type,parentSchema:schema56.properties.name,data:data9};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data8.key !== undefined){
let data10 = data8.key;
if(typeof data10 === "string"){
if(func3(data10) < 1){
const err30 = {instancePath:instancePath+"/fromConfigMap/key",schemaPath:"#/definitions/keyReference/properties/key/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema56.properties.key,data:data10};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
else {
const err31 = {instancePath:instancePath+"/fromConfigMap/key",schemaPath:"#/definitions/keyReference/properties/key/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema56.properties.key.type,parentSchema:schema56.properties.key,data:data10};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/fromConfigMap",schemaPath:"#/definitions/keyReference/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema56.type,parentSchema:schema56,data:data8};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
else {
const err33 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema55.type,parentSchema:schema55,data};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
validate72.errors = vErrors;
return errors === 0;
}


function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs1 = errors;
let valid0 = false;
let passing0 = null;
const _errs2 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.sections === undefined){
const err0 = {instancePath,schemaPath:"#/oneOf/0/required",keyword:"required",params:{missingProperty: "sections"},message:"must have required property '"+"sections"+"'",schema:schema37.oneOf[0].required,parentSchema:schema37.oneOf[0],data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
var _valid0 = _errs2 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs3 = errors;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.text === undefined){
const err1 = {instancePath,schemaPath:"#/oneOf/1/required",keyword:"required",params:{missingProperty: "text"},message:"must have required property '"+"text"+"'",schema:schema37.oneOf[1].required,parentSchema:schema37.oneOf[1],data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
var _valid0 = _errs3 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
}
if(!valid0){
const err2 = {instancePath,schemaPath:"#/oneOf",keyword:"oneOf",params:{passingSchemas: passing0},message:"must match exactly one schema in oneOf",schema:schema37.oneOf,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
else {
errors = _errs1;
if(vErrors !== null){
if(_errs1){
vErrors.length = _errs1;
}
else {
vErrors = null;
}
}
}
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(func2.call(schema37.properties, key0))){
const err3 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.state !== undefined){
let data0 = data.state;
if(typeof data0 !== "string"){
const err4 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.state.type,parentSchema:schema37.properties.state,data:data0};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!(((data0 === "active") || (data0 === "inactive")) || (data0 === "submitted"))){
const err5 = {instancePath:instancePath+"/state",schemaPath:"#/properties/state/enum",keyword:"enum",params:{allowedValues: schema37.properties.state.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.state.enum,parentSchema:schema37.properties.state,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data.enabled !== undefined){
let data1 = data.enabled;
if(typeof data1 !== "boolean"){
const err6 = {instancePath:instancePath+"/enabled",schemaPath:"#/properties/enabled/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.enabled.type,parentSchema:schema37.properties.enabled,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.instances !== undefined){
let data2 = data.instances;
const _errs10 = errors;
let valid2 = false;
const _errs11 = errors;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(typeof data3 === "string"){
if(func3(data3) < 1){
const err7 = {instancePath:instancePath+"/instances/" + i0,schemaPath:"#/properties/instances/anyOf/0/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema37.properties.instances.anyOf[0].items,data:data3};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(!pattern15.test(data3)){
const err8 = {instancePath:instancePath+"/instances/" + i0,schemaPath:"#/properties/instances/anyOf/0/items/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9:_.\\\\-]+$"},message:"must match pattern \""+"^[A-Za-z0-9:_.\\\\-]+$"+"\"",schema:"^[A-Za-z0-9:_.\\\\-]+$",parentSchema:schema37.properties.instances.anyOf[0].items,data:data3};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
else {
const err9 = {instancePath:instancePath+"/instances/" + i0,schemaPath:"#/properties/instances/anyOf/0/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.instances.anyOf[0].items.type,parentSchema:schema37.properties.instances.anyOf[0].items,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
let i1 = data2.length;
let j0;
if(i1 > 1){
const indices0 = {};
for(;i1--;){
let item0 = data2[i1];
if(typeof item0 !== "string"){
continue;
}
if(typeof indices0[item0] == "number"){
j0 = indices0[item0];
const err10 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/anyOf/0/uniqueItems",keyword:"uniqueItems",params:{i: i1, j: j0},message:"must NOT have duplicate items (items ## "+j0+" and "+i1+" are identical)",schema:true,parentSchema:schema37.properties.instances.anyOf[0],data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
break;
}
indices0[item0] = i1;
}
}
}
else {
const err11 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/anyOf/0/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.instances.anyOf[0].type,parentSchema:schema37.properties.instances.anyOf[0],data:data2};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var _valid1 = _errs11 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
const _errs15 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
const err12 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/anyOf/1/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema37.properties.instances.anyOf[1].type,parentSchema:schema37.properties.instances.anyOf[1],data:data2};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 10000 || isNaN(data2)){
const err13 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/anyOf/1/maximum",keyword:"maximum",params:{comparison: "<=", limit: 10000},message:"must be <= 10000",schema:10000,parentSchema:schema37.properties.instances.anyOf[1],data:data2};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
if(data2 < 0 || isNaN(data2)){
const err14 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/anyOf/1/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema37.properties.instances.anyOf[1],data:data2};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
var _valid1 = _errs15 === errors;
valid2 = valid2 || _valid1;
}
if(!valid2){
const err15 = {instancePath:instancePath+"/instances",schemaPath:"#/properties/instances/anyOf",keyword:"anyOf",params:{},message:"must match a schema in anyOf",schema:schema37.properties.instances.anyOf,parentSchema:schema37.properties.instances,data:data2};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
else {
errors = _errs10;
if(vErrors !== null){
if(_errs10){
vErrors.length = _errs10;
}
else {
vErrors = null;
}
}
}
}
if(data.placement !== undefined){
if(!(validate34(data.placement, {instancePath:instancePath+"/placement",parentData:data,parentDataProperty:"placement",rootData}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
if(data.dependsOn !== undefined){
let data5 = data.dependsOn;
if(Array.isArray(data5)){
const len1 = data5.length;
for(let i2=0; i2<len1; i2++){
let data6 = data5[i2];
if(typeof data6 === "string"){
if(func3(data6) < 1){
const err16 = {instancePath:instancePath+"/dependsOn/" + i2,schemaPath:"#/properties/dependsOn/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema37.properties.dependsOn.items,data:data6};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
else {
const err17 = {instancePath:instancePath+"/dependsOn/" + i2,schemaPath:"#/properties/dependsOn/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.dependsOn.items.type,parentSchema:schema37.properties.dependsOn.items,data:data6};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
let i3 = data5.length;
let j1;
if(i3 > 1){
const indices1 = {};
for(;i3--;){
let item1 = data5[i3];
if(typeof item1 !== "string"){
continue;
}
if(typeof indices1[item1] == "number"){
j1 = indices1[item1];
const err18 = {instancePath:instancePath+"/dependsOn",schemaPath:"#/properties/dependsOn/uniqueItems",keyword:"uniqueItems",params:{i: i3, j: j1},message:"must NOT have duplicate items (items ## "+j1+" and "+i3+" are identical)",schema:true,parentSchema:schema37.properties.dependsOn,data:data5};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
break;
}
indices1[item1] = i3;
}
}
}
else {
const err19 = {instancePath:instancePath+"/dependsOn",schemaPath:"#/properties/dependsOn/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.dependsOn.type,parentSchema:schema37.properties.dependsOn,data:data5};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.bindsTo !== undefined){
let data7 = data.bindsTo;
if(Array.isArray(data7)){
const len2 = data7.length;
for(let i4=0; i4<len2; i4++){
let data8 = data7[i4];
if(typeof data8 === "string"){
if(func3(data8) < 1){
const err20 = {instancePath:instancePath+"/bindsTo/" + i4,schemaPath:"#/properties/bindsTo/items/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema37.properties.bindsTo.items,data:data8};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
else {
const err21 = {instancePath:instancePath+"/bindsTo/" + i4,schemaPath:"#/properties/bindsTo/items/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.bindsTo.items.type,parentSchema:schema37.properties.bindsTo.items,data:data8};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
let i5 = data7.length;
let j2;
if(i5 > 1){
const indices2 = {};
for(;i5--;){
let item2 = data7[i5];
if(typeof item2 !== "string"){
continue;
}
if(typeof indices2[item2] == "number"){
j2 = indices2[item2];
const err22 = {instancePath:instancePath+"/bindsTo",schemaPath:"#/properties/bindsTo/uniqueItems",keyword:"uniqueItems",params:{i: i5, j: j2},message:"must NOT have duplicate items (items ## "+j2+" and "+i5+" are identical)",schema:true,parentSchema:schema37.properties.bindsTo,data:data7};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
break;
}
indices2[item2] = i5;
}
}
}
else {
const err23 = {instancePath:instancePath+"/bindsTo",schemaPath:"#/properties/bindsTo/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.bindsTo.type,parentSchema:schema37.properties.bindsTo,data:data7};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.failover !== undefined){
if(!(validate51(data.failover, {instancePath:instancePath+"/failover",parentData:data,parentDataProperty:"failover",rootData}))){
vErrors = vErrors === null ? validate51.errors : vErrors.concat(validate51.errors);
errors = vErrors.length;
}
}
if(data.resources !== undefined){
if(!(validate53(data.resources, {instancePath:instancePath+"/resources",parentData:data,parentDataProperty:"resources",rootData}))){
vErrors = vErrors === null ? validate53.errors : vErrors.concat(validate53.errors);
errors = vErrors.length;
}
}
if(data.sections !== undefined){
if(!(validate55(data.sections, {instancePath:instancePath+"/sections",parentData:data,parentDataProperty:"sections",rootData}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
}
if(data.text !== undefined){
let data12 = data.text;
if(typeof data12 === "string"){
if(func3(data12) > 1048576){
const err24 = {instancePath:instancePath+"/text",schemaPath:"#/properties/text/maxLength",keyword:"maxLength",params:{limit: 1048576},message:"must NOT have more than 1048576 characters",schema:1048576,parentSchema:schema37.properties.text,data:data12};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
if(func3(data12) < 1){
const err25 = {instancePath:instancePath+"/text",schemaPath:"#/properties/text/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema37.properties.text,data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
else {
const err26 = {instancePath:instancePath+"/text",schemaPath:"#/properties/text/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.text.type,parentSchema:schema37.properties.text,data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data.dropIns !== undefined){
let data13 = data.dropIns;
if(data13 && typeof data13 == "object" && !Array.isArray(data13)){
for(const key1 in data13){
const _errs33 = errors;
if(typeof key1 === "string"){
if(func3(key1) > 255){
const err27 = {instancePath:instancePath+"/dropIns",schemaPath:"#/properties/dropIns/propertyNames/maxLength",keyword:"maxLength",params:{limit: 255},message:"must NOT have more than 255 characters",schema:255,parentSchema:schema37.properties.dropIns.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if(!pattern23.test(key1)){
const err28 = {instancePath:instancePath+"/dropIns",schemaPath:"#/properties/dropIns/propertyNames/pattern",keyword:"pattern",params:{pattern: "^[A-Za-z0-9_][A-Za-z0-9_.@-]*\\.conf$"},message:"must match pattern \""+"^[A-Za-z0-9_][A-Za-z0-9_.@-]*\\.conf$"+"\"",schema:"^[A-Za-z0-9_][A-Za-z0-9_.@-]*\\.conf$",parentSchema:schema37.properties.dropIns.propertyNames,data:key1,propertyName:key1};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
var valid12 = _errs33 === errors;
if(!valid12){
const err29 = {instancePath:instancePath+"/dropIns",schemaPath:"#/properties/dropIns/propertyNames",keyword:"propertyNames",params:{propertyName: key1},message:"property name must be valid",schema:schema37.properties.dropIns.propertyNames,parentSchema:schema37.properties.dropIns,data:data13};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
for(const key2 in data13){
if(!(validate69(data13[key2], {instancePath:instancePath+"/dropIns/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),parentData:data13,parentDataProperty:key2,rootData}))){
vErrors = vErrors === null ? validate69.errors : vErrors.concat(validate69.errors);
errors = vErrors.length;
}
}
}
else {
const err30 = {instancePath:instancePath+"/dropIns",schemaPath:"#/properties/dropIns/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.properties.dropIns.type,parentSchema:schema37.properties.dropIns,data:data13};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.files !== undefined){
let data15 = data.files;
if(Array.isArray(data15)){
const len3 = data15.length;
for(let i6=0; i6<len3; i6++){
if(!(validate72(data15[i6], {instancePath:instancePath+"/files/" + i6,parentData:data15,parentDataProperty:i6,rootData}))){
vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);
errors = vErrors.length;
}
}
}
else {
const err31 = {instancePath:instancePath+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema37.properties.files.type,parentSchema:schema37.properties.files,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
if(data.onChange !== undefined){
let data17 = data.onChange;
if(typeof data17 !== "string"){
const err32 = {instancePath:instancePath+"/onChange",schemaPath:"#/properties/onChange/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.onChange.type,parentSchema:schema37.properties.onChange,data:data17};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(!((((data17 === "auto") || (data17 === "restart")) || (data17 === "reload")) || (data17 === "none"))){
const err33 = {instancePath:instancePath+"/onChange",schemaPath:"#/properties/onChange/enum",keyword:"enum",params:{allowedValues: schema37.properties.onChange.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.onChange.enum,parentSchema:schema37.properties.onChange,data:data17};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
}
if(data.drift !== undefined){
let data18 = data.drift;
if(typeof data18 !== "string"){
const err34 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema37.properties.drift.type,parentSchema:schema37.properties.drift,data:data18};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(!(((data18 === "heal") || (data18 === "detect")) || (data18 === "ignore"))){
const err35 = {instancePath:instancePath+"/drift",schemaPath:"#/properties/drift/enum",keyword:"enum",params:{allowedValues: schema37.properties.drift.enum},message:"must be equal to one of the allowed values",schema:schema37.properties.drift.enum,parentSchema:schema37.properties.drift,data:data18};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.adopt !== undefined){
let data19 = data.adopt;
if(typeof data19 !== "boolean"){
const err36 = {instancePath:instancePath+"/adopt",schemaPath:"#/properties/adopt/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.adopt.type,parentSchema:schema37.properties.adopt,data:data19};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data.suspend !== undefined){
let data20 = data.suspend;
if(typeof data20 !== "boolean"){
const err37 = {instancePath:instancePath+"/suspend",schemaPath:"#/properties/suspend/type",keyword:"type",params:{type: "boolean"},message:"must be boolean",schema:schema37.properties.suspend.type,parentSchema:schema37.properties.suspend,data:data20};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema37.type,parentSchema:schema37,data};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
validate33.errors = vErrors;
return errors === 0;
}

const schema58 = {"type":"object","additionalProperties":false,"properties":{"conditions":{"type":"array","items":{"$ref":"condition.schema.json"}},"observedGeneration":{"type":"integer","minimum":0},"sync":{"type":"string","enum":["Synced","OutOfSync","Unknown"]},"health":{"type":"string","enum":["Healthy","Suspended","Progressing","Missing","Degraded","Unknown"]},"placements":{"$ref":"#/definitions/placementCounts"},"unplaced":{"type":"array","items":{"$ref":"#/definitions/unplaced"}}}};
const schema60 = {"type":"object","additionalProperties":false,"properties":{"desired":{"type":"integer","minimum":0},"placed":{"type":"integer","minimum":0},"ready":{"type":"integer","minimum":0},"synced":{"type":"integer","minimum":0},"degraded":{"type":"integer","minimum":0}}};
const schema61 = {"type":"object","additionalProperties":false,"required":["machines"],"properties":{"instance":{"type":"string"},"machine":{"type":"string"},"machines":{"type":"array","items":{"$ref":"#/definitions/machineReason"}}}};
const schema62 = {"type":"object","additionalProperties":false,"required":["machine","reason"],"properties":{"machine":{"type":"string"},"reason":{"type":"string"}}};

function validate76(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.machines === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "machines"},message:"must have required property '"+"machines"+"'",schema:schema61.required,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
for(const key0 in data){
if(!(((key0 === "instance") || (key0 === "machine")) || (key0 === "machines"))){
const err1 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.instance !== undefined){
let data0 = data.instance;
if(typeof data0 !== "string"){
const err2 = {instancePath:instancePath+"/instance",schemaPath:"#/properties/instance/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.instance.type,parentSchema:schema61.properties.instance,data:data0};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.machine !== undefined){
let data1 = data.machine;
if(typeof data1 !== "string"){
const err3 = {instancePath:instancePath+"/machine",schemaPath:"#/properties/machine/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema61.properties.machine.type,parentSchema:schema61.properties.machine,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data.machines !== undefined){
let data2 = data.machines;
if(Array.isArray(data2)){
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
if(data3.machine === undefined){
const err4 = {instancePath:instancePath+"/machines/" + i0,schemaPath:"#/definitions/machineReason/required",keyword:"required",params:{missingProperty: "machine"},message:"must have required property '"+"machine"+"'",schema:schema62.required,parentSchema:schema62,data:data3};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data3.reason === undefined){
const err5 = {instancePath:instancePath+"/machines/" + i0,schemaPath:"#/definitions/machineReason/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema62.required,parentSchema:schema62,data:data3};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key1 in data3){
if(!((key1 === "machine") || (key1 === "reason"))){
const err6 = {instancePath:instancePath+"/machines/" + i0,schemaPath:"#/definitions/machineReason/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema62,data:data3};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data3.machine !== undefined){
let data4 = data3.machine;
if(typeof data4 !== "string"){
const err7 = {instancePath:instancePath+"/machines/" + i0+"/machine",schemaPath:"#/definitions/machineReason/properties/machine/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.properties.machine.type,parentSchema:schema62.properties.machine,data:data4};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data3.reason !== undefined){
let data5 = data3.reason;
if(typeof data5 !== "string"){
const err8 = {instancePath:instancePath+"/machines/" + i0+"/reason",schemaPath:"#/definitions/machineReason/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema62.properties.reason.type,parentSchema:schema62.properties.reason,data:data5};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
else {
const err9 = {instancePath:instancePath+"/machines/" + i0,schemaPath:"#/definitions/machineReason/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema62.type,parentSchema:schema62,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
}
else {
const err10 = {instancePath:instancePath+"/machines",schemaPath:"#/properties/machines/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema61.properties.machines.type,parentSchema:schema61.properties.machines,data:data2};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema61.type,parentSchema:schema61,data};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
validate76.errors = vErrors;
return errors === 0;
}


function validate75(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((((key0 === "conditions") || (key0 === "observedGeneration")) || (key0 === "sync")) || (key0 === "health")) || (key0 === "placements")) || (key0 === "unplaced"))){
const err0 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema58,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
}
if(data.conditions !== undefined){
let data0 = data.conditions;
if(Array.isArray(data0)){
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.type === undefined){
const err1 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "type"},message:"must have required property '"+"type"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data1.status === undefined){
const err2 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "status"},message:"must have required property '"+"status"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data1.reason === undefined){
const err3 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "reason"},message:"must have required property '"+"reason"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1.message === undefined){
const err4 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "message"},message:"must have required property '"+"message"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(data1.lastTransitionTime === undefined){
const err5 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/required",keyword:"required",params:{missingProperty: "lastTransitionTime"},message:"must have required property '"+"lastTransitionTime"+"'",schema:schema23.required,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
for(const key1 in data1){
if(!((((((key1 === "type") || (key1 === "status")) || (key1 === "reason")) || (key1 === "message")) || (key1 === "lastTransitionTime")) || (key1 === "observedGeneration"))){
const err6 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key1},message:"must NOT have additional properties",schema:false,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data1.type !== undefined){
let data2 = data1.type;
if(typeof data2 === "string"){
if(func3(data2) < 1){
const err7 = {instancePath:instancePath+"/conditions/" + i0+"/type",schemaPath:"condition.schema.json/properties/type/minLength",keyword:"minLength",params:{limit: 1},message:"must NOT have fewer than 1 characters",schema:1,parentSchema:schema23.properties.type,data:data2};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/conditions/" + i0+"/type",schemaPath:"condition.schema.json/properties/type/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.type.type,parentSchema:schema23.properties.type,data:data2};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data1.status !== undefined){
let data3 = data1.status;
if(typeof data3 !== "string"){
const err9 = {instancePath:instancePath+"/conditions/" + i0+"/status",schemaPath:"condition.schema.json/properties/status/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.status.type,parentSchema:schema23.properties.status,data:data3};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!(((data3 === "True") || (data3 === "False")) || (data3 === "Unknown"))){
const err10 = {instancePath:instancePath+"/conditions/" + i0+"/status",schemaPath:"condition.schema.json/properties/status/enum",keyword:"enum",params:{allowedValues: schema23.properties.status.enum},message:"must be equal to one of the allowed values",schema:schema23.properties.status.enum,parentSchema:schema23.properties.status,data:data3};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data1.reason !== undefined){
let data4 = data1.reason;
if(typeof data4 !== "string"){
const err11 = {instancePath:instancePath+"/conditions/" + i0+"/reason",schemaPath:"condition.schema.json/properties/reason/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.reason.type,parentSchema:schema23.properties.reason,data:data4};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data1.message !== undefined){
let data5 = data1.message;
if(typeof data5 !== "string"){
const err12 = {instancePath:instancePath+"/conditions/" + i0+"/message",schemaPath:"condition.schema.json/properties/message/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.message.type,parentSchema:schema23.properties.message,data:data5};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data1.lastTransitionTime !== undefined){
let data6 = data1.lastTransitionTime;
if(typeof data6 !== "string"){
const err13 = {instancePath:instancePath+"/conditions/" + i0+"/lastTransitionTime",schemaPath:"condition.schema.json/properties/lastTransitionTime/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema23.properties.lastTransitionTime.type,parentSchema:schema23.properties.lastTransitionTime,data:data6};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data1.observedGeneration !== undefined){
let data7 = data1.observedGeneration;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
const err14 = {instancePath:instancePath+"/conditions/" + i0+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema23.properties.observedGeneration.type,parentSchema:schema23.properties.observedGeneration,data:data7};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
const err15 = {instancePath:instancePath+"/conditions/" + i0+"/observedGeneration",schemaPath:"condition.schema.json/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema23.properties.observedGeneration,data:data7};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
}
}
else {
const err16 = {instancePath:instancePath+"/conditions/" + i0,schemaPath:"condition.schema.json/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema23.type,parentSchema:schema23,data:data1};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
}
else {
const err17 = {instancePath:instancePath+"/conditions",schemaPath:"#/properties/conditions/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema58.properties.conditions.type,parentSchema:schema58.properties.conditions,data:data0};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.observedGeneration !== undefined){
let data8 = data.observedGeneration;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
const err18 = {instancePath:instancePath+"/observedGeneration",schemaPath:"#/properties/observedGeneration/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema58.properties.observedGeneration.type,parentSchema:schema58.properties.observedGeneration,data:data8};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
const err19 = {instancePath:instancePath+"/observedGeneration",schemaPath:"#/properties/observedGeneration/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema58.properties.observedGeneration,data:data8};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
}
if(data.sync !== undefined){
let data9 = data.sync;
if(typeof data9 !== "string"){
const err20 = {instancePath:instancePath+"/sync",schemaPath:"#/properties/sync/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema58.properties.sync.type,parentSchema:schema58.properties.sync,data:data9};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(!(((data9 === "Synced") || (data9 === "OutOfSync")) || (data9 === "Unknown"))){
const err21 = {instancePath:instancePath+"/sync",schemaPath:"#/properties/sync/enum",keyword:"enum",params:{allowedValues: schema58.properties.sync.enum},message:"must be equal to one of the allowed values",schema:schema58.properties.sync.enum,parentSchema:schema58.properties.sync,data:data9};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data.health !== undefined){
let data10 = data.health;
if(typeof data10 !== "string"){
const err22 = {instancePath:instancePath+"/health",schemaPath:"#/properties/health/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema58.properties.health.type,parentSchema:schema58.properties.health,data:data10};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
if(!((((((data10 === "Healthy") || (data10 === "Suspended")) || (data10 === "Progressing")) || (data10 === "Missing")) || (data10 === "Degraded")) || (data10 === "Unknown"))){
const err23 = {instancePath:instancePath+"/health",schemaPath:"#/properties/health/enum",keyword:"enum",params:{allowedValues: schema58.properties.health.enum},message:"must be equal to one of the allowed values",schema:schema58.properties.health.enum,parentSchema:schema58.properties.health,data:data10};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data.placements !== undefined){
let data11 = data.placements;
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
for(const key2 in data11){
if(!(((((key2 === "desired") || (key2 === "placed")) || (key2 === "ready")) || (key2 === "synced")) || (key2 === "degraded"))){
const err24 = {instancePath:instancePath+"/placements",schemaPath:"#/definitions/placementCounts/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key2},message:"must NOT have additional properties",schema:false,parentSchema:schema60,data:data11};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
if(data11.desired !== undefined){
let data12 = data11.desired;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
const err25 = {instancePath:instancePath+"/placements/desired",schemaPath:"#/definitions/placementCounts/properties/desired/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema60.properties.desired.type,parentSchema:schema60.properties.desired,data:data12};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
if((typeof data12 == "number") && (isFinite(data12))){
if(data12 < 0 || isNaN(data12)){
const err26 = {instancePath:instancePath+"/placements/desired",schemaPath:"#/definitions/placementCounts/properties/desired/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema60.properties.desired,data:data12};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
if(data11.placed !== undefined){
let data13 = data11.placed;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err27 = {instancePath:instancePath+"/placements/placed",schemaPath:"#/definitions/placementCounts/properties/placed/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema60.properties.placed.type,parentSchema:schema60.properties.placed,data:data13};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err28 = {instancePath:instancePath+"/placements/placed",schemaPath:"#/definitions/placementCounts/properties/placed/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema60.properties.placed,data:data13};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
if(data11.ready !== undefined){
let data14 = data11.ready;
if(!(((typeof data14 == "number") && (!(data14 % 1) && !isNaN(data14))) && (isFinite(data14)))){
const err29 = {instancePath:instancePath+"/placements/ready",schemaPath:"#/definitions/placementCounts/properties/ready/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema60.properties.ready.type,parentSchema:schema60.properties.ready,data:data14};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
if((typeof data14 == "number") && (isFinite(data14))){
if(data14 < 0 || isNaN(data14)){
const err30 = {instancePath:instancePath+"/placements/ready",schemaPath:"#/definitions/placementCounts/properties/ready/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema60.properties.ready,data:data14};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
if(data11.synced !== undefined){
let data15 = data11.synced;
if(!(((typeof data15 == "number") && (!(data15 % 1) && !isNaN(data15))) && (isFinite(data15)))){
const err31 = {instancePath:instancePath+"/placements/synced",schemaPath:"#/definitions/placementCounts/properties/synced/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema60.properties.synced.type,parentSchema:schema60.properties.synced,data:data15};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if((typeof data15 == "number") && (isFinite(data15))){
if(data15 < 0 || isNaN(data15)){
const err32 = {instancePath:instancePath+"/placements/synced",schemaPath:"#/definitions/placementCounts/properties/synced/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema60.properties.synced,data:data15};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
}
if(data11.degraded !== undefined){
let data16 = data11.degraded;
if(!(((typeof data16 == "number") && (!(data16 % 1) && !isNaN(data16))) && (isFinite(data16)))){
const err33 = {instancePath:instancePath+"/placements/degraded",schemaPath:"#/definitions/placementCounts/properties/degraded/type",keyword:"type",params:{type: "integer"},message:"must be integer",schema:schema60.properties.degraded.type,parentSchema:schema60.properties.degraded,data:data16};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if((typeof data16 == "number") && (isFinite(data16))){
if(data16 < 0 || isNaN(data16)){
const err34 = {instancePath:instancePath+"/placements/degraded",schemaPath:"#/definitions/placementCounts/properties/degraded/minimum",keyword:"minimum",params:{comparison: ">=", limit: 0},message:"must be >= 0",schema:0,parentSchema:schema60.properties.degraded,data:data16};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
}
}
}
else {
const err35 = {instancePath:instancePath+"/placements",schemaPath:"#/definitions/placementCounts/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema60.type,parentSchema:schema60,data:data11};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data.unplaced !== undefined){
let data17 = data.unplaced;
if(Array.isArray(data17)){
const len1 = data17.length;
for(let i1=0; i1<len1; i1++){
if(!(validate76(data17[i1], {instancePath:instancePath+"/unplaced/" + i1,parentData:data17,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate76.errors : vErrors.concat(validate76.errors);
errors = vErrors.length;
}
}
}
else {
const err36 = {instancePath:instancePath+"/unplaced",schemaPath:"#/properties/unplaced/type",keyword:"type",params:{type: "array"},message:"must be array",schema:schema58.properties.unplaced.type,parentSchema:schema58.properties.unplaced,data:data17};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
}
else {
const err37 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema58.type,parentSchema:schema58,data};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
validate75.errors = vErrors;
return errors === 0;
}


function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="https://muster.dev/schemas/v1/unit.schema.json" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.apiVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "apiVersion"},message:"must have required property '"+"apiVersion"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.kind === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "kind"},message:"must have required property '"+"kind"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.metadata === undefined){
const err2 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "metadata"},message:"must have required property '"+"metadata"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data.spec === undefined){
const err3 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "spec"},message:"must have required property '"+"spec"+"'",schema:schema36.required,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
for(const key0 in data){
if(!(((((key0 === "apiVersion") || (key0 === "kind")) || (key0 === "metadata")) || (key0 === "spec")) || (key0 === "status"))){
const err4 = {instancePath,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty: key0},message:"must NOT have additional properties",schema:false,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data.apiVersion !== undefined){
let data0 = data.apiVersion;
if(typeof data0 !== "string"){
const err5 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.apiVersion.type,parentSchema:schema36.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("muster.dev/v1" !== data0){
const err6 = {instancePath:instancePath+"/apiVersion",schemaPath:"#/properties/apiVersion/const",keyword:"const",params:{allowedValue: "muster.dev/v1"},message:"must be equal to constant",schema:"muster.dev/v1",parentSchema:schema36.properties.apiVersion,data:data0};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.kind !== undefined){
let data1 = data.kind;
if(typeof data1 !== "string"){
const err7 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/type",keyword:"type",params:{type: "string"},message:"must be string",schema:schema36.properties.kind.type,parentSchema:schema36.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if("Unit" !== data1){
const err8 = {instancePath:instancePath+"/kind",schemaPath:"#/properties/kind/const",keyword:"const",params:{allowedValue: "Unit"},message:"must be equal to constant",schema:"Unit",parentSchema:schema36.properties.kind,data:data1};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data.metadata !== undefined){
if(!(validate11(data.metadata, {instancePath:instancePath+"/metadata",parentData:data,parentDataProperty:"metadata",rootData}))){
vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
errors = vErrors.length;
}
}
if(data.spec !== undefined){
if(!(validate33(data.spec, {instancePath:instancePath+"/spec",parentData:data,parentDataProperty:"spec",rootData}))){
vErrors = vErrors === null ? validate33.errors : vErrors.concat(validate33.errors);
errors = vErrors.length;
}
}
if(data.status !== undefined){
if(!(validate75(data.status, {instancePath:instancePath+"/status",parentData:data,parentDataProperty:"status",rootData}))){
vErrors = vErrors === null ? validate75.errors : vErrors.concat(validate75.errors);
errors = vErrors.length;
}
}
}
else {
const err9 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"},message:"must be object",schema:schema36.type,parentSchema:schema36,data};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}

