// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/simulator/authority.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

using namespace Qt::StringLiterals;

namespace simulator {

namespace {

constexpr long Hour = 60 * 60;
constexpr long Lifetime = 30 * 24 * Hour; // longer than any run

template<auto free>
struct Free {
    template<typename T>
    void operator()(T *pointer) const
    {
        free(pointer);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Extension = std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>>;

core::Error failure(const QString &what)
{
    std::array<char, 256> words{};
    ERR_error_string_n(ERR_get_error(), words.data(), words.size());
    ERR_clear_error();
    return core::Error(core::Error::Kind::Certificate, u"The simulator cannot make %1."_s.arg(what),
        QString::fromLatin1(words.data()));
}

bool extend(X509 *certificate, X509 *issuer, int name, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, name, value));
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool identify(X509 *certificate, const char *name)
{
    std::array<unsigned char, 16> serial{};
    if (RAND_bytes(serial.data(), int(serial.size())) != 1)
        return false;
    serial[0] = uchar((serial[0] & 0x7f) | 0x40); // positive, and always as long
    const std::unique_ptr<BIGNUM, Free<BN_free>> number(BN_bin2bn(serial.data(), int(serial.size()), nullptr));
    auto *subject = X509_get_subject_name(certificate);
    // The cast is safe: char and unsigned char may look at the same bytes, and OpenSSL only reads them.
    const auto *text = reinterpret_cast<const unsigned char *>(name);
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate))
        && X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0) == 1;
}

// Signed by the issuer, or by itself where that is none.
Certificate certified(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuerKey)
{
    Certificate certificate(X509_new());
    X509 *made = certificate.get();
    const bool isAuthority = !issuer;
    if (isAuthority) {
        issuer = made;
        issuerKey = key;
    }
    const auto add = [&](int extension, const char *value) { return extend(made, issuer, extension, value); };
    const bool done = made && X509_set_version(made, X509_VERSION_3) == 1 && identify(made, name)
        && X509_gmtime_adj(X509_getm_notBefore(made), -Hour) && X509_gmtime_adj(X509_getm_notAfter(made), Lifetime)
        && X509_set_pubkey(made, key) == 1 && X509_set_issuer_name(made, X509_get_subject_name(issuer)) == 1
        && add(NID_subject_key_identifier, "hash")
        && (isAuthority ? add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
                    && add(NID_key_usage, "critical,keyCertSign,cRLSign")
                        : add(NID_basic_constraints, "critical,CA:FALSE") && add(NID_authority_key_identifier, "keyid")
                    && add(NID_key_usage, "critical,digitalSignature") && add(NID_ext_key_usage, "serverAuth")
                    && add(NID_subject_alt_name, "IP:127.0.0.1,DNS:localhost"))
        && X509_sign(made, issuerKey, EVP_sha256()) > 0;
    return done ? std::move(certificate) : nullptr;
}

template<typename Write>
QByteArray pem(Write write)
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || write(memory.get()) != 1)
        return {};
    char *bytes = nullptr;
    const auto size = BIO_get_mem_data(memory.get(), &bytes);
    return QByteArray(bytes, qsizetype(size));
}

} // namespace

core::Result<Authority> Authority::made()
{
    const Key authorityKey(EVP_EC_gen("P-256"));
    const Key serverKey(EVP_EC_gen("P-256"));
    if (!authorityKey || !serverKey)
        return failure(u"a key"_s);
    const auto authority = certified(authorityKey.get(), "fluxgate simulator", nullptr, nullptr);
    if (!authority)
        return failure(u"a certificate authority"_s);
    const auto server = certified(serverKey.get(), "localhost", authority.get(), authorityKey.get());
    if (!server)
        return failure(u"a server certificate"_s);
    Authority result{pem([&](BIO *out) { return PEM_write_bio_X509(out, authority.get()); }),
        pem([&](BIO *out) { return PEM_write_bio_X509(out, server.get()); }), core::Secret(pem([&](BIO *out) {
            return PEM_write_bio_PrivateKey(out, serverKey.get(), nullptr, nullptr, 0, nullptr, nullptr);
        }))};
    if (result.certificate.isEmpty() || result.serverCertificate.isEmpty() || result.serverKey.isEmpty())
        return failure(u"PEM documents"_s);
    return result;
}

core::Result<core::Secret> randomToken(int bytes)
{
    QByteArray random(bytes, Qt::Uninitialized);
    // The cast is safe: the array has that many bytes, and they are only written.
    if (RAND_bytes(reinterpret_cast<unsigned char *>(random.data()), bytes) != 1)
        return failure(u"a token"_s);
    return core::Secret(random.toHex());
}

} // namespace simulator
