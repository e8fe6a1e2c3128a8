"""What an account has before the bridge comes: certificates and web ACLs, under the ARNs that bridge files name."""

from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from moto.acm.models import CertBundle, acm_backends
from moto.wafv2.models import FakeWebACL, wafv2_backends


def self_signed() -> tuple[bytes, bytes]:
    """A certificate and its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shop.example.com")])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    key_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), key_pem


def add_certificate(account: str, region: str, arn: str) -> None:
    certificate, key = self_signed()
    bundle = CertBundle(account, certificate, key, region=region, arn=arn)
    acm_backends[account][region]._certificates[arn] = bundle


def add_web_acl(account: str, region: str, arn: str) -> None:
    *_, name, wacl_id = arn.split("/")
    metrics = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": name}
    wafv2_backends[account][region].wacls[arn] = FakeWebACL(
        name=name,
        account=account,
        arn=arn,
        wacl_id=wacl_id,
        visibility_config=metrics,
        default_action={"Allow": {}},
        description=None,
        rules=None,
    )
