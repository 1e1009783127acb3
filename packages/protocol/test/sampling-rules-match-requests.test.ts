import { describe, expect, test } from 'vitest';
import { matchesLocalRule, matchesRule, type SamplingRequest, type SamplingRule } from '../src/index.js';

const everything: SamplingRule = {
  RuleName: 'everything',
  ResourceARN: '*',
  Priority: 100,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
};

const request: SamplingRequest = {
  serviceName: 'shop',
  serviceType: 'AWS::ECS::Container',
  host: 'shop.example:8080',
  method: 'GET',
  path: '/cart/7',
};

describe('rules of the service', () => {
  test('a rule of stars is for every request, known or not', () => {
    expect(matchesRule(everything, request)).toBe(true);
    expect(matchesRule(everything, {})).toBe(true);
  });

  test.each<[keyof SamplingRule, string, boolean]>([
    ['ServiceName', 'SH?P', true],
    ['ServiceName', 'cart', false],
    ['ServiceType', 'aws::ecs::*', true],
    ['ServiceType', 'AWS::EC2::*', false],
    ['Host', 'shop.example*', true],
    ['Host', 'shop.example', false],
    ['HTTPMethod', 'get', true],
    ['HTTPMethod', 'P*', false],
    ['URLPath', '/cart/*', true],
    ['URLPath', '/cart/?', true],
    ['URLPath', '/cart', false],
  ])('%s %j: %j', (member, pattern, expected) => {
    expect(matchesRule({ ...everything, [member]: pattern }, request)).toBe(expected);
  });

  test('what is not known of a request matches any pattern, as in the SDKs of AWS', () => {
    const rule = {
      ...everything,
      ServiceName: 'shop',
      ServiceType: 'AWS::EC2::Instance',
      Host: 'x',
      HTTPMethod: 'PUT',
      URLPath: '/x',
    };
    expect(matchesRule(rule, { serviceName: 'shop' })).toBe(true);
    expect(matchesRule(rule, { serviceName: 'shop', host: '' })).toBe(true);
    expect(matchesRule(rule, { serviceName: 'cart' })).toBe(false);
  });

  test('a resource that the rule asks for must be known', () => {
    const rule = { ...everything, ResourceARN: 'arn:aws:ecs:*' };
    expect(matchesRule(rule, { resourceArn: 'arn:aws:ecs:eu-west-1:1:task/2' })).toBe(true);
    expect(matchesRule(rule, { resourceArn: 'arn:aws:ec2:eu-west-1:1:instance/2' })).toBe(false);
    expect(matchesRule(rule, {})).toBe(false);
  });

  test('all attributes that the rule asks for must be known and match', () => {
    const rule = { ...everything, Attributes: { tier: 'p*', region: 'eu' } };
    expect(matchesRule(rule, { attributes: { tier: 'plus', region: 'EU', more: 'x' } })).toBe(true);
    expect(matchesRule(rule, { attributes: { tier: 'free', region: 'eu' } })).toBe(false);
    expect(matchesRule(rule, { attributes: { tier: 'plus' } })).toBe(false);
    expect(matchesRule(rule, {})).toBe(false);
    expect(matchesRule({ ...everything, Attributes: { toString: '*' } }, { attributes: {} })).toBe(false);
  });
});

describe('local rules', () => {
  const rule = { host: '*.example:*', http_method: 'G*', url_path: '/cart/*', fixed_target: 1, rate: 0.1 };

  test('host, method and path must match', () => {
    expect(matchesLocalRule(rule, request)).toBe(true);
    expect(matchesLocalRule(rule, { ...request, host: 'shop.test:80' })).toBe(false);
    expect(matchesLocalRule(rule, { ...request, method: 'POST' })).toBe(false);
    expect(matchesLocalRule(rule, { ...request, path: '/' })).toBe(false);
  });

  test('nothing else counts, and what is not known matches', () => {
    expect(matchesLocalRule(rule, { ...request, serviceName: 'other', serviceType: 'other' })).toBe(true);
    expect(matchesLocalRule(rule, { serviceName: 'job' })).toBe(true);
  });
});
