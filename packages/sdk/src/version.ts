/** This package's version, as documents name it in `aws.xray.sdk_version`. */
export const SDK_VERSION: string = '0.1.0';
