#!/usr/bin/env perl
# FixMyStreet's own client against a server: check_fixmystreet.pl URL (the Open311 base), with $FIXMYSTREET naming a checkout of
# github.com/mysociety/fixmystreet. Its Open311.pm and Open311/GetServiceRequestUpdates.pm run as they are; what they ask of
# FixMyStreet's database, cobrands and photo store is answered by the few lines below.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));

my ($base) = @ARGV or die "check_fixmystreet.pl URL\n";
my $checkout = $ENV{FIXMYSTREET} or die "FIXMYSTREET has to name a checkout\n";
my ($library) = grep { -e "$_/Open311.pm" } "$checkout/perllib", $checkout;
die "$checkout holds no perllib/Open311.pm\n" unless $library;
unshift @INC, $library;

# One PNG pixel, as somebody's photo.
use MIME::Base64 ();
my $pixel = MIME::Base64::decode_base64(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');

BEGIN {
    # A package of FixMyStreet's that is not loaded from the checkout.
    my $stand_in = sub {
        my ($name, %methods) = @_;
        no strict 'refs';
        *{"${name}::$_"} = $methods{$_} for keys %methods;
        $INC{ ($name =~ s{::}{/}gr) . '.pm' } = $0;
    };
    $stand_in->('FixMyStreet',
        config => sub { $_[1] && $_[1] eq 'O311_POLLING_INTERVAL' ? 0 : undef }, test_mode => sub { 1 },
        local_time_zone => sub { 'Asia/Shanghai' });
    $stand_in->('FixMyStreet::Cobrand');
    $stand_in->('FixMyStreet::DB', schema => sub { });
    $stand_in->('FixMyStreet::App::Model::PhotoSet');
    $stand_in->('FixMyStreet::ImageMagick');
    $stand_in->('FixMyStreet::DB::Result::Body', get_cobrand_handler => sub { }, areas => sub { {} }, name => sub { 'weidu' });
    $stand_in->('FixMyStreet::DB::Result::Problem',
        fixed_states => sub { +{ map { $_ => 1 } 'fixed', 'fixed - user', 'fixed - council' } },
        open_states => sub { +{ map { $_ => 1 } 'confirmed', 'in progress', 'investigating', 'planned', 'action scheduled' } });
    $stand_in->('Utils', truncate_coordinate => sub { sprintf '%.6f', $_[0] });
    # A record whose fields are what it was made with; what it was not made with is nothing.
    $stand_in->('Record', new => sub { my $class = shift; bless {@_}, $class });
    no strict 'refs';
    our $AUTOLOAD;
    *{'Record::AUTOLOAD'} = sub { my $self = shift; my $name = our $AUTOLOAD =~ s/.*:://r; $self->{$name} };
    *{'Record::DESTROY'} = sub { };
    *{'Record::get_extra_fields'} = sub { $_[0]{extra_fields} || [] };
    *{'Record::get_extra_metadata'} = sub { @_ > 1 ? undef : {} };
    *{'Record::bodies'} = sub { {} };
    *{'Record::get_cobrand_logged'} = sub { Record->new };
    *{'Record::call_hook'} = sub { };
    *{'Record::base_url'} = sub { 'https://fixmystreet.example' };
}

require Open311;
require Open311::GetServiceRequestUpdates;
require DateTime;
{
    package Photos;
    sub all_ids { ('0.png') }
    sub get_image_data { { content_type => 'image/png', data => $pixel } }
}

my $count = 0;
sub check { my ($what, $holds, @more) = @_; die "$what: @more\n" unless $holds; $count++ }

my $body = bless {}, 'FixMyStreet::DB::Result::Body';
my %settings = (jurisdiction => 'weidu.example', api_key => 'demo', endpoint => "$base/", extended_statuses => 1, mark_reopen => 1,
    fixmystreet_body => $body, multi_photos => 1);
my $client = Open311->new(%settings);
my $uploader = Open311->new(%settings, upload_files => 1, always_upload_photos => 1, upload_files_for_updates => 1);

# Services, and the questions of one.
my $services = $client->get_service_list;
my ($lamp) = grep { $_->{service_code} eq 'street-light' } @{ $services->{service} };
check('get_service_list', $lamp && $lamp->{metadata} eq 'true', $client->error);
my $definition = $client->get_service_meta_info('street-light');
check('get_service_meta_info', $definition->{attributes}[0]{code} eq 'LAMP' && @{ $definition->{attributes}[0]{values} } > 1);

# Reports: a plain one, and one that uploads its photo.
my $user = Record->new(name => '王 小明', email => 'fixmystreet@example.org');
sub problem {
    return Record->new(id => 17, name => '王 小明', user => $user, title => '路灯坏了', detail => "FixMyStreet\r\n第二行",
        latitude => 34.03, longitude => 113.82, used_map => 1, cobrand => 'default', state => 'confirmed', photo => '0.png',
        get_photoset => bless({}, 'Photos'), extra_fields => [{ name => 'LAMP', value => 'off' }], @_);
}
my %extra = (url => 'https://fixmystreet.example/report/17', image_url => 'https://fixmystreet.example/photo/17.jpeg',
    all_image_urls => ['https://fixmystreet.example/photo/17.jpeg']);
my $number = $client->send_service_request(problem(), {%extra}, 'street-light');
check('send_service_request', $number, $client->error);
my $with_photo = $uploader->send_service_request(problem(detail => 'with a photo'), {%extra}, 'street-light');
check('send_service_request with a photo', $with_photo && $with_photo ne $number, $uploader->error);
check('an error is read', !$client->send_service_request(problem(), {%extra}, 'no-such-service') && $client->error =~ /404: /);

# Reading them back.
my $found = $client->get_service_requests({ report_ids => [$number, $with_photo] });
check('get_service_requests', @$found == 2);
my ($one) = grep { $_->{service_request_id} eq $number } @$found;
check('every field is filled', $one->{description} =~ /第二行/ && $one->{status} eq 'open' && $one->{agency_responsible}
    && $one->{expected_datetime} && $one->{status_notes} && $one->{address});
check('a photo was kept', (grep { $_->{service_request_id} eq $with_photo } @$found)[0]{media_url} =~ /\.jpg$/);

# Tokens: another client asked for one.
my $agent = LWP::UserAgent->new;
my $later = $agent->post("$base/requests.xml", Prefer => 'respond-async',
    Content => { api_key => 'demo', service_code => 'waste', lat => 34.03, long => 113.82, description => 'token' });
my ($token) = $later->decoded_content =~ m{<token>(.*?)</token>};
check('get_service_request_id_from_token', $token && $client->get_service_request_id_from_token($token) =~ /^4110/);

# Updates out of FixMyStreet: of every state, twice with one id, with a photo.
my $clock = DateTime->now;
sub comment {
    my %with = @_;
    my $record = problem(external_id => $with{number} || $number);
    return Record->new(user => $user, name => '王 小明', confirmed => $clock->clone, problem => $record, %with);
}
my $serial = time;
for my $state ('confirmed', 'in progress', 'investigating', 'planned', 'duplicate', 'not responsible', 'internal referral', 'for triage',
    'unable to fix', 'closed', 'fixed - user') {
    my $answer = $client->post_service_request_update(comment(id => $serial++, text => "状态 $state", problem_state => $state));
    check("post_service_request_update, $state", $answer && $answer =~ /^[0-9a-f]{32}$/, $client->error);
}
my $first = $client->post_service_request_update(comment(id => $serial, text => '一次', problem_state => 'confirmed'));
my $again = $client->post_service_request_update(comment(id => $serial++, text => '一次', problem_state => 'confirmed'));
check('the same update is one', $first && $first eq $again);
my %pictured = (problem_state => 'confirmed', photo => '0.png', photos => [{ url_full => '/photo/17.0.full.png' }],
    get_photoset => bless({}, 'Photos'));
check('post_service_request_update with a photo', $uploader->post_service_request_update(
    comment(id => $serial++, text => '有照片', %pictured)), $uploader->error);
check('post_service_request_update with the address of a photo', $client->post_service_request_update(
    comment(id => $serial++, text => '有照片的地址', %pictured)), $client->error);
my $gone = $client->post_service_request_update(
    comment(id => $serial++, text => '不用了', problem_state => 'cancelled', number => $with_photo));
check('cancelled', $gone, $client->error);
check('the request is closed', $client->get_service_requests({ report_ids => [$with_photo] })->[0]{status} eq 'closed');

# Updates into FixMyStreet: its own windows and its own check of the dates.
my $fetcher = Open311::GetServiceRequestUpdates->new(current_body => $body, current_open311 => $client);
my ($update, @window);
for (1 .. 60) {
    @window = $fetcher->parse_dates;
    my $updates = $client->get_service_request_updates(@window) || [];
    check('get_service_request_updates', $client->success, $client->error) if $_ == 1;
    for my $each (@$updates) {
        check('the date lies in the window', $fetcher->check_date($each, @window), $each->{updated_datetime});
        $update = $each if $each->{update_id} eq $gone;
    }
    last if $update;
    sleep 1;
}
check('our own update comes back under its id', $update && $update->{service_request_id} eq $with_photo);
check('its state is one of theirs', $client->map_state($update->{status}) eq 'cancelled' && $update->{description});
print "FixMyStreet: every operation of Open311.pm, $count checks\n";
