/** A certificate for `localhost` that the tests made for themselves; its key opens nothing. */
export const selfMade: { readonly key: string; readonly cert: string } = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3rMKn1s67WqSpOVg
KmiiXPFu4JXT07SfBHTNiPbSGSShRANCAATZ6OXXdgEUlvmvndzTFSRrr6oUo39f
SLbS4qWcr2bdS2dIz+lnz0Mbv60Lipov1kNbwlCvixGPfuK7zN7A2mBG
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUJhT6qpwlwbUMLIR34/MwLvlMTNEwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyODA3MDYxNloYDzIxMjYxMTA0
MDcwNjE2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATZ6OXXdgEUlvmvndzTFSRrr6oUo39fSLbS4qWcr2bdS2dIz+lnz0Mb
v60Lipov1kNbwlCvixGPfuK7zN7A2mBGo28wbTAdBgNVHQ4EFgQUtstyOCf1SEBp
2F6aEWHtSSZfuTQwHwYDVR0jBBgwFoAUtstyOCf1SEBp2F6aEWHtSSZfuTQwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgC7ilY4OyKOTQxncnjUeUu9nKoh3AR1okKVn6Dnd/ZIYCIDV0
NR8XkVH3EEFzA/bhaTang3fYCYMFeWhfoco5qkZL
-----END CERTIFICATE-----
`,
};
